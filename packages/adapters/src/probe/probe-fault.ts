import type { ProbeResult } from '@fleet-auditor/model/observation.ts'
import { ownEntry } from '@fleet-auditor/model/own-entry.ts'
import { printable } from '@fleet-auditor/model/printable-text.ts'

type Why = Extract<ProbeResult, { status: 'silent' }>['why']

/** Why a probe got no answer. */
type Fault =
  | { readonly status: 'silent'; readonly why: Why; readonly detail: string }
  | { readonly status: 'foreign'; readonly detail: string }
  /** Given up by us before it ended. */
  | { readonly status: 'cancelled' }

export class ProbeFault extends Error {
  readonly fault: Fault
  /** Milliseconds the TCP connect took; absent when there was none. */
  readonly connectMs: number | undefined

  constructor(fault: Fault, connectMs?: number) {
    super(fault.status === 'cancelled' ? 'cancelled' : fault.detail)
    this.name = 'ProbeFault'
    this.fault = fault
    this.connectMs = connectMs
  }
}

export const silent = (why: Why, detail: string): ProbeFault => new ProbeFault({ status: 'silent', why, detail })
export const foreign = (detail: string): ProbeFault =>
  new ProbeFault({ status: 'foreign', detail: printable(detail, 200) })
export const cancelled = (): ProbeFault => new ProbeFault({ status: 'cancelled' })

const whyByCode: Readonly<Record<string, Why>> = {
  ETIMEDOUT: 'timeout',
  ECONNREFUSED: 'refused',
  ECONNRESET: 'reset',
  ECONNABORTED: 'reset',
  EPIPE: 'closed',
  ENOTFOUND: 'unresolved',
  EAI_AGAIN: 'unresolved',
  EAI_FAIL: 'unresolved',
  EAI_NODATA: 'unresolved',
  EAI_NONAME: 'unresolved',
  EHOSTUNREACH: 'unroutable',
  ENETUNREACH: 'unroutable',
  EHOSTDOWN: 'unroutable',
  ENETDOWN: 'unroutable',
  EADDRNOTAVAIL: 'unroutable',
  EAFNOSUPPORT: 'unroutable',
  // A local firewall rule, or an address this host has no route of its kind for.
  EACCES: 'unroutable',
  EPERM: 'unroutable',
  EINVAL: 'unroutable',
}

/** Node's messages for a connection that the other side ended: their code is that of a reset, and there is no other. */
const endedEarly = /socket hang up|before secure TLS connection/

/** Any error of a connection, in the words of an observation. */
export function faultOf(error: unknown): Fault {
  if (error instanceof ProbeFault) return error.fault
  const { code, message } = wordsOf(error)
  const detail = printable(message, 200)
  if (endedEarly.test(message)) return { status: 'silent', why: 'closed', detail }
  // Bytes came back, and neither TLS nor HTTP could be read in them.
  if (code.startsWith('HPE_')) return { status: 'foreign', detail: `not HTTP: ${refusedBytes(error) ?? detail}` }
  if (/^(ERR_SSL_|ERR_TLS_|EPROTO)/.test(code)) return { status: 'foreign', detail: `TLS failed: ${code}` }
  return { status: 'silent', why: ownEntry(whyByCode, code) ?? 'closed', detail }
}

function wordsOf(error: unknown): { code: string; message: string } {
  if (!(error instanceof Error)) return { code: '', message: String(error) }
  return { code: 'code' in error ? String(error.code) : '', message: error.message }
}

/** Node exposes the bytes that its HTTP parser refused. */
function refusedBytes(error: unknown): string | undefined {
  const packet = error instanceof Error && 'rawPacket' in error ? error.rawPacket : undefined
  return packet instanceof Uint8Array ? printable(Buffer.from(packet).toString('latin1')) : undefined
}

/** Proves nothing of the target: we stopped, it did not. */
export const cancelledResult: ProbeResult = {
  status: 'not-dialled',
  rule: 'cancelled',
  detail: 'cancelled before the probe ended',
}
