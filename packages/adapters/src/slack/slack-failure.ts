import type { Delivery } from '@fleet-auditor/audit/ports/messenger.ts'
import { ownEntry } from '@fleet-auditor/model/own-entry.ts'
import { quotedText } from '@fleet-auditor/model/quoted-text.ts'
import {
  SlackError,
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
} from '@slack/web-api'
import { tooLargeCode } from './slack-fetch.ts'

type Undelivered = Exclude<Delivery, { readonly outcome: 'sent' }>

/** Errors of the Web API after which the message may be there. https://docs.slack.dev/reference/methods/chat.postMessage */
const doubtful: readonly string[] = [
  'fatal_error',
  'internal_error',
  'request_timeout',
  'service_unavailable',
  'update_failed',
]

/** Errors that pass. */
const passing: readonly string[] = [
  'ratelimited',
  'rate_limited',
  'message_limit_exceeded',
  'team_added_to_org',
  'org_login_required',
  'external_channel_migrating',
]

const remedies: Readonly<Record<string, string>> = {
  channel_not_found: 'name a channel id (C…) that the bot can see',
  not_in_channel: 'invite the bot to the channel',
  is_archived: 'name a channel that is in use',
  missing_scope: 'give the app chat:write, channels:history and, for private channels, groups:history',
  invalid_auth: 'store the bot token of the app again',
  not_authed: 'store the bot token of the app',
  account_inactive: 'install the app again',
  token_revoked: 'install the app again and store its token',
  token_expired: 'store the bot token of the app again',
  accesslimited: 'allow the address that the auditor calls from, in the app’s list of IP addresses',
  restricted_action: 'let the app post in this channel',
  restricted_action_read_only_channel: 'name a channel that may be written to',
}

/** No connection came about: nothing can have been delivered. */
const unconnected: readonly string[] = [
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'UND_ERR_CONNECT_TIMEOUT',
  'ENETUNREACH',
  'EHOSTUNREACH',
]

/** The message of `fetch` for a redirect, which has no code. */
const redirected = 'unexpected redirect'

const noRetryAfter = 'Retry header did not contain a valid timeout'

/** How a call that threw ended. Contains no URL and no `token`. */
export function undelivered(error: unknown, token: string): Undelivered {
  if (error instanceof WebAPIRateLimitedError) {
    return { outcome: 'not-sent', detail: 'ratelimited', retryAfterMs: error.retryAfter * 1000 }
  }
  if (error instanceof WebAPIPlatformError) return platformFailure(error, token)
  if (error instanceof WebAPIHTTPError) return httpFailure(error.statusCode, error.headers['retry-after'])
  // The client throws a bare error at a 429 that does not name a time to wait, and only there.
  if (error instanceof Error && error.message.startsWith(noRetryAfter)) return httpFailure(429, undefined)
  return requestFailure(error instanceof WebAPIRequestError ? error.original : error)
}

/** How Slack itself words what is wrong with an argument; anything else is not quoted: a proxy may repeat the token. */
const slackNote = /^\[(?:ERROR|WARN)\] /

function platformFailure({ data }: WebAPIPlatformError, token: string): Undelivered {
  const { error, response_metadata: metadata } = data
  // The client takes any text for an error's name; a proxy's page has none.
  if (!/^[a-z_]{1,80}$/.test(error)) return { outcome: 'unsure', detail: 'the answer is not Slack’s' }
  const remedy = ownEntry(remedies, error)
  const notes = (metadata?.messages ?? []).filter((note) => slackNote.test(note)).slice(0, 3)
  const quoted = notes.map((note) => quotedText(note, { credentials: [token], limit: 160 }))
  const detail = [error, remedy, ...quoted].filter((part) => part !== undefined).join(': ')
  if (doubtful.includes(error)) return { outcome: 'unsure', detail }
  return { outcome: passing.includes(error) ? 'not-sent' : 'refused', detail }
}

/** By status alone: 5xx may come after the deed. */
export function httpFailure(status: number, retryAfter: string | null | undefined): Undelivered {
  const detail = `HTTP ${status}`
  if (status === 429) return { outcome: 'not-sent', detail, ...waitOf(retryAfter) }
  if (status >= 500 || status === 408) return { outcome: 'unsure', detail }
  return { outcome: 'refused', detail }
}

function waitOf(retryAfter: string | null | undefined): { retryAfterMs?: number } {
  const seconds = Number(retryAfter ?? '')
  return seconds > 0 ? { retryAfterMs: seconds * 1000 } : {}
}

/** No answer: a timeout, a cut connection, or none at all. */
export function requestFailure(error: unknown): Undelivered {
  const code = codeOf(error)
  if (code === tooLargeCode) return { outcome: 'unsure', detail: 'the answer is larger than Slack’s are' }
  if (code === redirected) {
    return { outcome: 'refused', detail: 'the address answers with a redirect: it is not Slack’s' }
  }
  const outcome = unconnected.includes(code) ? 'not-sent' : 'unsure'
  return { outcome, detail: `no answer from Slack (${code})` }
}

/** `fetch` hides the reason one level down. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown error'
  if (error.cause instanceof Error && error.cause.message === redirected) return redirected
  if (error.cause instanceof Error && 'code' in error.cause) return String(error.cause.code)
  if (error instanceof SlackError || !('code' in error)) return error.name
  return typeof error.code === 'string' ? error.code : error.name
}
