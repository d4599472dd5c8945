import type { Target } from '../canned-server.ts'
import { withDatabase } from '../database.ts'
import type { Effort } from '../effort.ts'
import type { AuditedShards, ShardsJob } from '../fleet-run/shards-job.ts'
import { brokenOf } from '../fleet-run/simulated-cluster.ts'
import { atLeast, atMost, figure, type Line } from '../line.ts'
import { runJob } from '../processes.ts'

const file = new URL('../fleet-run/shards-job.ts', import.meta.url)

/** Shard after shard through one process, a fifth of the clusters broken; servers and database are other processes. */
export const shards = (target: Target, { few, many }: Effort['shards']): Promise<Line[]> =>
  withDatabase(async (database) => {
    const { fewMb, manyMb, seconds, rows, audited } = await runJob<ShardsJob, AuditedShards>(
      { file },
      { ...database, target, few, many },
    )
    const what = `shard verb, ${many} clusters`
    return [
      figure(`${what}: RSS after ${few}`, fewMb, 'MB'),
      figure(`${what}: RSS at the end`, manyMb, 'MB'),
      atMost(`${what}: RSS at the end / after ${few}`, manyMb / fewMb, { limit: 1.2 }),
      figure(`${what}: clusters/s`, many / seconds),
      atLeast(`${what}: clusters with a row`, rows, { limit: many, counted: true }),
      atLeast(`${what}: clusters audited, the others broken`, audited, { limit: many - brokenOf(many), counted: true }),
    ]
  })
