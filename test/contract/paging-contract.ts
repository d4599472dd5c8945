import { openApiClient } from '@fleet-auditor/adapters/kubernetes/client/api-client.ts'
import { listPages } from '@fleet-auditor/adapters/kubernetes/client/list-pages.ts'
import { mediaTypes, resources, type Resource } from '@fleet-auditor/adapters/kubernetes/client/resource-request.ts'
import { modernInstall } from '@fleet-auditor/simulator/meshery/installs.ts'
import { nodes } from '@fleet-auditor/simulator/meshery/nodes.ts'
import pLimit from 'p-limit'
import { expect, it } from 'vitest'
import { z } from 'zod'
import { accessTo, auditorAccess, clock, type OpenedApi, plan } from './opened-api.ts'
import { opened, type OpenServers } from './opened-servers.ts'

const Row = z.object({ cells: z.array(z.unknown()) })
const Named = z.object({ metadata: z.object({ name: z.string() }) })
const asTable = { accept: mediaTypes.table, query: { includeObject: 'None' } }

export function pagedRead(open: OpenServers): void {
  const servers = opened(open, async () => [...auditorAccess(), ...nodes('eks', 5), ...modernInstall()])

  it.each<{ what: string; resource: Resource; table: boolean }>([
    { what: 'nodes as a table', resource: resources.nodes, table: true },
    { what: 'ClusterRoleBindings as a table', resource: resources.clusterRoleBindings, table: true },
    { what: 'Deployments', resource: resources.deployments, table: false },
  ])('of $what: two at a time are the same as all at once', async ({ resource, table }) => {
    const names = (limit: string) =>
      Promise.all(servers().map((api) => namesOf(api, resource, { ...(table ? asTable : {}) }, limit)))
    const [paged, whole] = [await names('2'), await names('500')]
    expect(paged).toEqual(whole)
    for (const list of paged) expect(list.length).toBeGreaterThan(2)
  })
}

async function namesOf(
  api: OpenedApi,
  resource: Resource,
  { query = {}, ...as }: { accept?: string; query?: Record<string, string> },
  limit: string,
): Promise<readonly string[]> {
  const signal = AbortSignal.timeout(20_000)
  const client = openApiClient({
    access: accessTo(api),
    route: plan.vantage,
    signal,
    timeoutMs: 10_000,
    now: clock.now,
    large: pLimit(1),
  })
  try {
    const list = { resource, round: 1, ...as, query: { ...query, limit } } as const
    const section = await listPages(client, list, (page) => namesOnPage(page))
    if (section.status === 'failed') throw new Error(section.detail)
    return section.value
  } finally {
    await client.close()
  }
}

const namesOnPage = (page: unknown): readonly string[] =>
  z
    .union([
      z.object({ rows: z.array(Row) }).transform(({ rows }) => rows.map(({ cells }) => String(cells[0]))),
      z.object({ items: z.array(Named) }).transform(({ items }) => items.map(({ metadata }) => metadata.name)),
    ])
    .parse(page)
