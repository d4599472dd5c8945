import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import { quotedText } from '@fleet-auditor/model/quoted-text.ts'
import { z } from 'zod'
import type { Fetch } from '../cloud/bounded-fetch.ts'
import type { TimedToken } from '../cloud/cached-token.ts'
import { gkeScopes } from './google-token.ts'

interface ExchangeWire {
  readonly send: Fetch
  readonly signal: AbortSignal
  /** ISO 8601. */
  readonly now: () => string
}

/** All that a pool's own token needs: what it may do is decided by IAM. */
const poolScope = 'https://www.googleapis.com/auth/cloud-platform'
const Exchanged = z.object({ access_token: z.string().min(1), expires_in: z.number().positive() })
const Impersonated = z.object({ accessToken: z.string().min(1), expireTime: z.iso.datetime({ offset: true }) })

/** OAuth 2.0 token exchange: https://cloud.google.com/iam/docs/reference/sts/rest/v1/TopLevel/token */
export async function exchangeForGoogle(audience: string, subject: string, wire: ExchangeWire): Promise<TimedToken> {
  const form = new URLSearchParams({
    grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
    audience,
    scope: poolScope,
    requested_token_type: 'urn:ietf:params:oauth:token-type:access_token',
    subject_token_type: 'urn:ietf:params:oauth:token-type:jwt',
    subject_token: subject,
  })
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  const body = await post(
    'https://sts.googleapis.com/v1/token',
    { headers, body: String(form), shown: subject },
    wire,
    poolRemedy,
  )
  const { access_token: token, expires_in: seconds } = Exchanged.parse(body)
  return { token, expiresAt: Date.parse(wire.now()) + seconds * 1000 }
}

/** https://cloud.google.com/iam/docs/reference/credentials/rest/v1/projects.serviceAccounts/generateAccessToken */
export async function impersonate(serviceAccount: string, token: string, wire: ExchangeWire): Promise<TimedToken> {
  const name = `projects/-/serviceAccounts/${encodeURIComponent(serviceAccount)}`
  const url = `https://iamcredentials.googleapis.com/v1/${name}:generateAccessToken`
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` }
  const sentence = `grant the pool’s identity roles/iam.workloadIdentityUser on ${serviceAccount}`
  const body = await post(url, { headers, body: JSON.stringify({ scope: gkeScopes }), shown: token }, wire, sentence)
  const { accessToken, expireTime } = Impersonated.parse(body)
  return { token: accessToken, expiresAt: Date.parse(expireTime) }
}

const poolRemedy =
  'see that the pool provider has the issuer of this AWS account, and that its condition admits the role ' +
  '(fleet-auditor access gcp)'

/** Google's token services report errors in OAuth's form and in their own. */
const Refusal = z.object({
  error_description: z.string().optional(),
  error: z.union([z.string(), z.object({ message: z.string() })]).optional(),
})

async function post(
  url: string,
  request: { readonly headers: Readonly<Record<string, string>>; readonly body: string; readonly shown: string },
  { send, signal }: ExchangeWire,
  remedy: string,
): Promise<unknown> {
  const { shown, ...sent } = request
  const answer = await send(url, { method: 'POST', ...sent, signal })
  const text = await answer.text()
  if (!answer.ok) {
    const words = quotedText(wordsOf(text), { credentials: [shown], limit: 240 })
    throw refused(answer.status, words, remedy)
  }
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new AuditorError('discover', 'Google’s token service answered no JSON', { reason: 'malformed', cause })
  }
}

function refused(status: number, words: string, remedy: string): AuditorError {
  const detail = `no Google token for the AWS identity: answered ${status}: ${words}`
  if (status === 429) return new AuditorError('discover', detail, { reason: 'throttled' })
  if (status >= 500) return new AuditorError('discover', detail, { reason: 'unreachable' })
  const grant = { kind: 'action', sentence: remedy } as const
  return new AuditorError('discover', detail, { reason: 'unauthenticated', remedy, grant })
}

function wordsOf(text: string): string {
  try {
    const { error_description: description, error } = Refusal.parse(JSON.parse(text))
    return description ?? (typeof error === 'object' ? error.message : error) ?? 'no words'
  } catch {
    return 'no JSON' // the status speaks alone
  }
}
