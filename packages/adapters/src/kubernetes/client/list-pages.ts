import { collected, failed, type Failed, type Section } from '@fleet-auditor/model/section.ts'
import { z } from 'zod'
import { projectShape } from '../reads/combine-sections.ts'
import type { ApiClient } from './api-client.ts'
import { kubernetesGrant, resourcePath, type ApiRequest, type Resource, type Round } from './resource-request.ts'

interface ListRequest {
  readonly resource: Resource
  readonly round: Round
  readonly namespace?: string
  readonly query?: Readonly<Record<string, string>>
  readonly accept?: string
}

const pageSize = '500'
/** A million objects; a server that goes on further is not believed. */
const pagesAllowed = 2000
const bodyLimit = 64 * 2 ** 20

const Page = z.object({ metadata: z.object({ continue: z.string().optional() }).nullish() })

/** `at`: the answering server's clock. */
export type ProjectPage<T> = (page: unknown, at: string) => readonly T[]

type Ending<T> = { readonly ended: Section<readonly T[]> } | { readonly expired: Failed }

/**
 * A list to its end, page by page; each page is projected and dropped, so memory follows what `project` retains. A list
 * whose continuation expired (410) is begun again once.
 */
export async function listPages<T>(
  client: ApiClient,
  list: ListRequest,
  project: ProjectPage<T>,
): Promise<Section<readonly T[]>> {
  const first = await readToEnd(client, list, project)
  if ('ended' in first) return first.ended
  const second = await readToEnd(client, list, project)
  return 'ended' in second ? second.ended : second.expired
}

async function readToEnd<T>(client: ApiClient, list: ListRequest, project: ProjectPage<T>): Promise<Ending<T>> {
  const request = listRequest(list)
  const place = `${client.place}${request.path}`
  const seen = new Set<string>()
  const all: T[] = []
  for (let token = ''; ;) {
    const page = await client.read(
      token === '' ? request : { ...request, query: { ...request.query, continue: token } },
    )
    if (page.status === 'failed') return endingOf(page, token)
    const projected = projectShape(place, () => ({
      items: project(page.value, page.at),
      next: Page.parse(page.value).metadata?.continue ?? '',
    }))
    if ('cause' in projected) return { ended: projected }
    const { items, next } = projected.value
    for (const item of items) all.push(item)
    if (next === '') return { ended: collected(all, page.at) }
    if (seen.has(next)) return { ended: failed('malformed', `${place}: the list names the same next page twice`) }
    if (seen.size >= pagesAllowed) {
      return { ended: failed('malformed', `${place}: the list has not ended after ${pagesAllowed} pages`) }
    }
    seen.add(next)
    token = next
  }
}

/** An expired token (410) or a page cut off in the middle: the list may be begun again. */
const endingOf = (failure: Failed, token: string): { ended: Failed } | { expired: Failed } =>
  token !== '' && failure.cause === 'terminated-early' ? { expired: failure } : { ended: failure }

const listRequest = ({ resource, round, namespace, query, accept }: ListRequest): ApiRequest => ({
  path: resourcePath(resource, namespace === undefined ? {} : { namespace }),
  query: { limit: pageSize, ...query },
  round,
  bodyLimit,
  grant: kubernetesGrant('list', resource, namespace),
  accept,
})
