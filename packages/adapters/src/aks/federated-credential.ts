import type { TokenCredential } from '@azure/core-auth'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import type { Federation } from '@fleet-auditor/model/federation.ts'
import type { Endpoints } from '@fleet-auditor/model/fleet-file.ts'
import { quotedText } from '@fleet-auditor/model/quoted-text.ts'
import pMemoize from 'p-memoize'
import { z } from 'zod'
import { createWebIdentityToken, type WebIdentityOptions } from '../aws/web-identity-token.ts'
import { createBoundedFetch, retrying, type Fetch } from '../cloud/bounded-fetch.ts'
import { requireTls, resolveEndpoint, type ResolvedEndpoint } from '../cloud/endpoint.ts'
import { noTokenFrom } from '../cloud/failure-of.ts'
import { withinTime } from '../wire/within.ts'

interface FederatedAzureOptions extends Omit<WebIdentityOptions, 'endpoints'> {
  readonly federation: NonNullable<Federation['azure']>
  readonly endpoints: Pick<Endpoints, 'sts' | 'entra'>
  /** ISO 8601. */
  readonly now: () => string
  /** Milliseconds that a token may take, all its calls included. */
  readonly limitMs?: number
}

/** What a federated credential must name as its audience. */
const audience = 'api://AzureADTokenExchange'
const publicEntra: ResolvedEndpoint = { url: new URL('https://login.microsoftonline.com') }
const limitMs = 12_000
const tenantName = /^[A-Za-z0-9][A-Za-z0-9.-]*$/

/**
 * Entra tokens of an AWS identity, without a stored secret: AWS names the caller in a JWT, which an app registration with
 * a federated credential shows in place of a secret. By `fetch`: `ClientAssertionCredential` puts 358 KB into the bundle
 * and ignores the signal. Caches nothing: the token source does.
 */
export function federatedAzureCredential(options: FederatedAzureOptions): TokenCredential {
  const identity = createWebIdentityToken(options)
  const opened = pMemoize(() => openEntra(options.endpoints.entra))
  return {
    getToken: (scopes, { tenantId, abortSignal } = {}) =>
      withinTime(signalOf(abortSignal), options.limitMs ?? limitMs, async (signal) => {
        const { send, origin } = await opened()
        const form = new URLSearchParams({
          grant_type: 'client_credentials',
          client_id: options.federation.client,
          scope: [scopes].flat().join(' '),
          client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
          client_assertion: await identity(audience, signal),
        })
        const url = tokenUrl(origin, tenantId ?? options.federation.tenant)
        const { token, seconds } = await ask(send, url, form, signal)
        return { token, expiresOnTimestamp: Date.parse(options.now()) + seconds * 1000 }
      }).catch((error: unknown) => {
        throw error instanceof AuditorError ? error : noAnswer(error)
      }),
  }
}

const noAnswer = (cause: unknown): AuditorError =>
  noTokenFrom(
    'Entra',
    cause,
    'see that the function reaches login.microsoftonline.com, or endpoints.entra of the fleet file',
  )

/** Azure's own kind of signal has no reason; without one, only the limit ends the wait. */
const signalOf = (signal: unknown): AbortSignal =>
  signal instanceof AbortSignal ? signal : new AbortController().signal

async function openEntra(moved: Endpoints['entra']): Promise<{ readonly send: Fetch; readonly origin: string }> {
  const endpoint = moved ? requireTls('entra', await resolveEndpoint('entra', moved)) : publicEntra
  return { send: retrying(createBoundedFetch(endpoint)), origin: endpoint.url.origin }
}

/** The tenant comes from ARM too, with a cluster: it must not become another path. */
function tokenUrl(origin: string, tenant: string): string {
  if (tenantName.test(tenant)) return `${origin}/${tenant}/oauth2/v2.0/token`
  throw new AuditorError('discover', `${tenant} is not a tenant`, { reason: 'malformed' })
}

const Answer = z.object({ access_token: z.string().min(1), expires_in: z.number().positive() })

async function ask(send: Fetch, url: string, form: URLSearchParams, signal: AbortSignal) {
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  const answer = await send(url, { method: 'POST', headers, body: String(form), signal })
  const text = await answer.text()
  if (!answer.ok) throw entraRefusal(answer.status, text, form.get('client_assertion') ?? undefined)
  const { access_token: token, expires_in: seconds } = Answer.parse(JSON.parse(text))
  return { token, seconds }
}

const Refusal = z.object({ error: z.string(), error_description: z.string().default('') })

const credential =
  'give the app registration a federated credential with this AWS account’s issuer, the role’s ARN as subject and ' +
  'api://AzureADTokenExchange as audience, letter by letter (fleet-auditor access azure)'

/** By Entra's error number: https://learn.microsoft.com/entra/identity-platform/reference-error-codes */
const remedies: Readonly<Record<string, string>> = {
  AADSTS700016: 'name an application of that tenant as federation.azure.client of the fleet file',
  AADSTS90002: 'name a tenant that exists as federation.azure.tenant of the fleet file',
  AADSTS700211: credential,
  AADSTS700212: credential,
  AADSTS700213: credential,
  AADSTS70021: credential,
  AADSTS700222: credential,
  AADSTS700024: 'set the clock right: Entra takes the AWS identity’s token for one of another time',
}

/** Why Entra's token endpoint refused a client assertion. */
function entraRefusal(status: number, body: string, assertion: string | undefined): AuditorError {
  const { error, error_description: description } = wordsOf(body)
  const words = quotedText(`${error}: ${description}`, { credentials: [assertion], limit: 240 })
  const detail = `no Entra token for the AWS identity: answered ${status}: ${words}`
  if (status === 429) return new AuditorError('discover', detail, { reason: 'throttled' })
  if (status >= 500) return new AuditorError('discover', detail, { reason: 'unreachable' })
  const remedy = remedies[/^AADSTS\d+/.exec(description)?.[0] ?? ''] ?? credential
  const grant = { kind: 'action', sentence: remedy } as const
  return new AuditorError('discover', detail, { reason: 'unauthenticated', remedy, grant })
}

function wordsOf(body: string): z.infer<typeof Refusal> {
  try {
    return Refusal.parse(JSON.parse(body))
  } catch {
    return { error: 'no JSON', error_description: '' } // the status speaks alone
  }
}
