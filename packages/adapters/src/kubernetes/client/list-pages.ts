import { collected, failed, type Failed, type Section } from '@fleet-auditor/model/section.ts'
import { z } from 'zod'
import { endedBy } from '../../wire/transport-fault.ts'
import type { ApiClient, Project } from './api-client.ts'
import { kubernetesGrant, resourcePath, type ApiRequest, type Resource, type Round } from './resource-request.ts'

interface ListRequest {
  readonly resource: Resource
  readonly round: Round
  readonly namespace?: string
  readonly query?: Readonly<Record<string, string>>
  readonly accept?: string
}

const pageSize = 500
/** Of a list whose full pages are too large. */
const smallPage = 50
/** By what pages may hold; a server that goes on further is not believed. */
const objectsAllowed = 1_000_000
/** Characters, as JSON, of what is retained of one list: some 4,000 Services. */
const mostRetained = 3 * 2 ** 20

const Page = z.object({ metadata: z.object({ continue: z.string().optional() }).nullish() })

export type ProjectPage<T> = Project<readonly T[]>

type Ending<T> = { readonly ended: Section<readonly T[]> } | { readonly expired: Failed }

/** A list to its end, page by page. */
export const listPages = <T>(
  client: ApiClient,
  list: ListRequest,
  project: ProjectPage<T>,
): Promise<Section<readonly T[]>> => listRetained(client, list, project, (items) => items)

/**
 * The same, where `retain` decides what stays of a page once the page itself is dropped: memory follows what stays, and
 * the next page waits for it. A list whose continuation expired (410) is begun again once.
 */
export async function listRetained<F, T>(
  client: ApiClient,
  list: ListRequest,
  project: ProjectPage<F>,
  retain: (items: readonly F[]) => Promise<readonly T[]> | readonly T[],
): Promise<Section<readonly T[]>> {
  const pages = { client, list, project, retain }
  const first = await readToEnd(pages)
  if ('ended' in first) return first.ended
  const second = await readToEnd(pages)
  return 'ended' in second ? second.ended : second.expired
}

interface Pages<F, T> {
  readonly client: ApiClient
  readonly list: ListRequest
  readonly project: ProjectPage<F>
  readonly retain: (items: readonly F[]) => Promise<readonly T[]> | readonly T[]
}

async function readToEnd<F, T>({ client, list, project, retain }: Pages<F, T>): Promise<Ending<T>> {
  const place = `${client.place}${listRequest(list, '', pageSize).path}`
  const ended = (section: Section<readonly T[]>): Ending<T> => ({ ended: section })
  const seen = new Set<string>()
  const all: T[] = []
  let retained = 0
  let asked = 0
  let size = pageSize
  for (let token = ''; ;) {
    if (client.signal.aborted) return ended(endedBy(client.signal, place))
    const page = await client.read(listRequest(list, token, size), (body, at) => ({
      items: project(body, at),
      next: Page.parse(body).metadata?.continue ?? '',
    }))
    if (page.status === 'failed') {
      if (page.cause !== 'too-large' || size === smallPage) return endingOf(page, token)
      size = smallPage
      continue
    }
    const stays = await retain(page.value.items)
    for (const item of stays) all.push(item)
    const characters = JSON.stringify(stays).length
    retained += characters
    if (!client.retain(characters) || retained > mostRetained) return ended(tooMany(place, all.length, retained))
    const { next } = page.value
    if (next === '') return ended(collected(all, page.at))
    if (seen.has(next)) return ended(failed('malformed', `${place}: the list names the same next page twice`))
    asked += size
    if (asked >= objectsAllowed) {
      return ended(failed('malformed', `${place}: the list has not ended after ${seen.size + 1} pages`))
    }
    seen.add(next)
    token = next
  }
}

const tooMany = (place: string, objects: number, characters: number): Failed => {
  const held = `its first ${objects} objects hold ${(characters / 2 ** 20).toFixed(1)} MB of facts`
  return failed(
    'too-large',
    `${place}: ${held}: more than is retained of a list (${mostRetained / 2 ** 20} MB) or cluster`,
  )
}

/** An expired token (410) or a page cut off in the middle: the list may be begun again. */
const endingOf = (failure: Failed, token: string): { ended: Failed } | { expired: Failed } =>
  token !== '' && failure.cause === 'terminated-early' ? { expired: failure } : { ended: failure }

const listRequest = (
  { resource, round, namespace, query, accept }: ListRequest,
  token: string,
  size: number,
): ApiRequest => ({
  path: resourcePath(resource, namespace === undefined ? {} : { namespace }),
  query: { limit: String(size), ...query, ...(token === '' ? {} : { continue: token }) },
  round,
  grant: kubernetesGrant('list', resource, namespace),
  accept,
})
