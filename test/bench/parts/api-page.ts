import { withDatabase } from '../database.ts'
import type { Effort } from '../effort.ts'
import { atMost, figure, type Line } from '../line.ts'
import type { PageCost, PageJob } from '../page-job.ts'
import { runJob } from '../processes.ts'

const file = new URL('../page-job.ts', import.meta.url)

/** A cost, so that it is the same on every machine. */
const growth = { limit: 1.1, counted: true }

/**
 * A page of 100 findings through the API, against the DocumentClient's query of as many rows of one partition. The
 * ratio is of the second fleet; of all fleets what a page costs in units.
 */
export async function apiPage({ clusters: fleets, pages }: Effort['page']): Promise<Line[]> {
  const costs: PageCost[] = []
  for (const clusters of fleets) {
    costs.push(await withDatabase((database) => runJob<PageJob, PageCost>({ file }, { ...database, clusters, pages })))
  }
  const { raw = NaN, rawAll = NaN, filtered = NaN, open = NaN } = costs[1] ?? {}
  const units = costs.map((cost) => cost.units)
  return [
    figure('raw query of 100 rows of one partition', raw, 'ms'),
    atMost('API page of 100, by severity and provider / raw query', filtered / raw, { limit: 3 }),
    atMost('API page of 100, all open / raw queries of its partitions', open / rawAll, { limit: 3 }),
    figure('API page of 100, all open / raw query of one partition', open / raw),
    ...fleets.map((clusters, at) =>
      figure(`read units of a page of open findings at ${clusters} clusters`, units[at] ?? NaN),
    ),
    atMost('read units: dearest / cheapest of these', Math.max(...units) / Math.min(...units), growth),
  ]
}
