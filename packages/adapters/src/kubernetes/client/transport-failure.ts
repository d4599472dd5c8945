import type { Cause } from '@fleet-auditor/model/cause.ts'
import { printable } from '@fleet-auditor/model/printable-text.ts'
import { failed, type Failed } from '@fleet-auditor/model/section.ts'
import { codesOf, endedBy, transportFault } from '../../wire/transport-fault.ts'
import type { TransportError } from './http-exchange.ts'

interface TransportFailure {
  readonly outcome: Failed
  /** Whether the same request may be sent again. */
  readonly again: boolean
}

/** `place`: host and path. `signal` has the reason of an abort: Ctrl-C or a deadline. */
export function transportFailure({ why, begun }: TransportError, place: string, signal: AbortSignal): TransportFailure {
  if (why === 'aborted') return { outcome: endedBy(signal, place), again: false }
  const end = (cause: Cause, sentence: string, again = false): TransportFailure => ({
    outcome: failed(cause, `${place}: ${sentence}`),
    again,
  })
  if (why === 'timeout') return end('timeout', begun ? 'the answer did not end in time' : 'no answer came in time')
  if (why === 'too-large') return end('too-large', 'the answer is larger than an answer may be')
  const fault = transportFault(why)
  if (!fault) {
    const code = codesOf(why).at(-1) ?? 'no code'
    return end('malformed', `the answer is no HTTP this auditor reads (${code}: ${printable(why.message)})`)
  }
  const { code, cause, sentence, kind } = fault
  if (kind === 'untrusted') return end(cause, `TLS ${code}: ${sentence}: fetch the cluster’s CA data again`)
  if (kind === 'tls') return end(cause, `TLS ${code}: ${sentence}`)
  if (kind === 'known') return end(cause, `${sentence} (${code})`)
  const when = begun ? 'before the answer ended' : 'before an answer came'
  return end(begun ? 'terminated-early' : cause, `${sentence} ${when} (${code})`, true)
}
