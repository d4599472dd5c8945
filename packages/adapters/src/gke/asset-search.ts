import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import type { Endpoints } from '@fleet-auditor/model/fleet-file.ts'
import { quotedText } from '@fleet-auditor/model/quoted-text.ts'
import type { Grant } from '@fleet-auditor/model/section.ts'
import { z } from 'zod'
import { mostPages } from '../cloud/answer-limits.ts'
import { createBoundedFetch, retrying, type Fetch } from '../cloud/bounded-fetch.ts'
import { resolveEndpoint } from '../cloud/endpoint.ts'
import { statusFailure } from '../cloud/failure-of.ts'
import { withinTime } from '../wire/within.ts'
import type { GkeOptions } from './cluster-manager.ts'
import type { GoogleToken } from './google-token.ts'

export interface GkeListerOptions extends Omit<GkeOptions, 'endpoints'> {
  readonly endpoints: Pick<Endpoints, 'googleAssets' | 'googleToken'>
}

/** A cluster's full name: `//container.googleapis.com/projects/<id>/locations/<place>/clusters/<name>`. */
const Page = z.object({
  results: z.array(z.object({ name: z.string(), project: z.string().optional() })).default([]),
  nextPageToken: z.string().optional(),
})
export type Asset = z.infer<typeof Page>['results'][number]

/** Milliseconds for one page, its retries included. */
const timeoutMs = 20_000

/**
 * Every GKE cluster that Cloud Asset Inventory knows in an organization, read to the end. Throws AuditorError with a
 * reason, what the wire throws, or ZodError for an answer of another shape.
 */
export async function searchClusters(
  options: GkeListerOptions,
  token: GoogleToken,
  organization: string,
  signal: AbortSignal,
): Promise<Asset[]> {
  const moved = options.endpoints.googleAssets
  const endpoint = moved && (await resolveEndpoint('googleAssets', moved))
  const send = retrying(createBoundedFetch(endpoint))
  const first = new URL(
    `/v1/organizations/${organization}:searchAllResources`,
    endpoint?.url ?? 'https://cloudasset.googleapis.com',
  )
  first.search = String(new URLSearchParams({ assetTypes: 'container.googleapis.com/Cluster', pageSize: '500' }))
  const assets: Asset[] = []
  const asked = new Set<string>()
  for (let url: URL | undefined = first; url;) {
    asked.add(url.href)
    const authorization = `Bearer ${await token(signal)}`
    const at = url
    const body = await withinTime(signal, options.timeoutMs ?? timeoutMs, (ending) =>
      readPage(send, at, authorization, ending),
    )
    const { results, nextPageToken } = Page.parse(body)
    for (const asset of results) assets.push(asset)
    url = nextPageToken ? pageAt(first, nextPageToken) : undefined
    if (url && asked.size >= mostPages) {
      throw new AuditorError('discover', `the listing has more than ${mostPages} pages`, { reason: 'too-large' })
    }
    if (url && asked.has(url.href)) {
      throw new AuditorError('discover', 'the listing leads back to a page already read', { reason: 'malformed' })
    }
  }
  return assets
}

function pageAt(first: URL, token: string): URL {
  const url = new URL(first)
  url.searchParams.set('pageToken', token)
  return url
}

async function readPage(send: Fetch, url: URL, authorization: string, signal: AbortSignal): Promise<unknown> {
  const answer = await send(url, { headers: { authorization }, signal })
  const text = await answer.text()
  if (!answer.ok) throw answerError(answer.status, text, authorization)
  return parsed(text)
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new AuditorError('discover', 'the answer is not JSON', { reason: 'malformed', cause })
  }
}

/** google.rpc.Status as JSON: https://cloud.google.com/apis/design/errors#http_mapping */
const Status = z.object({
  error: z.object({
    message: z.string().default(''),
    details: z.array(z.object({ reason: z.string().optional() }).catch({})).default([]),
  }),
})

/** What an answer that is no success means. */
function answerError(status: number, body: string, authorization: string): AuditorError {
  const { message: text, details } = wordsOf(body)
  const message = quotedText(text, { credentials: [authorization.replace(/^Bearer /, '')], limit: 240 })
  if (details.some(({ reason }) => reason === 'SERVICE_DISABLED')) return apiOff(message)
  const { cause, detail, grant } = statusFailure(status, 'Google', message, {
    kind: 'cloud',
    provider: 'gcp',
    action: 'cloudasset.assets.searchAllResources',
  })
  return new AuditorError('discover', detail, { reason: cause, grant })
}

function apiOff(message: string): AuditorError {
  const sentence =
    'gcloud services enable cloudasset.googleapis.com in the project of the auditor’s service account (a person’s own ' +
    'login has no project that could pay for the search)'
  const grant: Grant = { kind: 'action', sentence }
  return new AuditorError('discover', `the API is off: ${message}`, { reason: 'absent-api', grant })
}

function wordsOf(body: string): z.infer<typeof Status>['error'] {
  try {
    return Status.parse(JSON.parse(body)).error
  } catch {
    return { message: 'no JSON of Google’s', details: [] } // the status speaks alone
  }
}
