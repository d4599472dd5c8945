import type { DigestCost, DigestJob } from '../digest-job.ts'
import type { Effort } from '../effort.ts'
import { atMost, figure, type Line } from '../line.ts'
import { median } from '../median.ts'
import { runJob } from '../processes.ts'

const file = new URL('../digest-job.ts', import.meta.url)

/** A run's digest and all its messages; the memory with the run's reports in it, over the same process on none. */
export async function digest({ clusters, changed, passes }: Effort['digest']): Promise<Line[]> {
  const [empty, changedCosts] = [
    await costsOf({ clusters: 0, changed: 0 }, passes),
    await costsOf({ clusters, changed }, passes),
  ]
  const peakOf = (costs: readonly DigestCost[]): number => median(costs.map(({ peakMb }) => peakMb))
  const what = `digest of ${clusters} clusters, ${changed} changed`
  return [
    atMost(what, median(changedCosts.map(({ ms }) => ms)) / 1000, { limit: 1, unit: 's' }),
    atMost(`${what}: peak RSS over an empty run`, peakOf(changedCosts) - peakOf(empty), { limit: 100, unit: 'MB' }),
    figure(`${what}: Slack blocks`, changedCosts[0]?.blocks ?? NaN),
  ]
}

async function costsOf(job: DigestJob, passes: number): Promise<DigestCost[]> {
  const costs: DigestCost[] = []
  for (let pass = 0; pass < passes; pass += 1) costs.push(await runJob<DigestJob, DigestCost>({ file }, job))
  return costs
}
