import { isLoopback } from '@fleet-auditor/model/address-range.ts'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import type { Fetch } from '../cloud/bounded-fetch.ts'

/** Slack answers a post in some 2 KB, 100 messages of its history in some 300. */
const longestAnswerBytes = 2 ** 20

/**
 * Node's own `fetch` with a limit on the answer's size, and no redirects, which would take the token along. Not the one of
 * the clouds: undici would make the bundle of a function that only sends messages half as large again.
 */
export async function slackFetch(...[url, init]: Parameters<Fetch>): Promise<Response> {
  const response = await fetch(url, { ...init, redirect: 'error' })
  if (!response.body) return response
  const { status, statusText, headers } = response
  return new Response(response.body.pipeThrough(limited()), { status, statusText, headers })
}

/** The code of the error of an answer over the limit. */
export const tooLargeCode = 'SLACK_ANSWER_TOO_LARGE'

const tooLarge = (): Error =>
  Object.assign(new Error(`the answer is longer than ${longestAnswerBytes} bytes`), { code: tooLargeCode })

function limited(): TransformStream<Uint8Array, Uint8Array> {
  let bytes = 0
  return new TransformStream({
    transform(chunk, controller) {
      bytes += chunk.byteLength
      if (bytes <= longestAnswerBytes) controller.enqueue(chunk)
      else controller.error(tooLarge())
    },
  })
}

/**
 * The URL as given, for https, or for a bench on loopback. Throws AuditorError `config` for any other; the URL itself
 * is not quoted, for a webhook's is a secret.
 */
export function slackAddress(name: string, url: string): string {
  const parsed = URL.canParse(url) ? new URL(url) : undefined
  if (parsed?.protocol === 'https:') return url
  if (parsed?.protocol === 'http:' && isLoopback(parsed.hostname)) return url
  throw new AuditorError('config', `${name} is not an https URL`, {
    place: name,
    remedy: `set ${name} to the address that Slack shows, which begins with https://`,
  })
}
