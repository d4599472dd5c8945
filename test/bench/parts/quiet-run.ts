import type { Target } from '../canned-server.ts'
import { withDatabase } from '../database.ts'
import type { Effort } from '../effort.ts'
import { atMost, type Line } from '../line.ts'
import { runJob } from '../processes.ts'
import type { QuietRunJob, QuietRun } from '../quiet-run-job.ts'

const file = new URL('../quiet-run-job.ts', import.meta.url)

/** What the store adds to a run in which nothing changed; the database is another process. */
export const quietRun = (target: Target, { warmUp, clusters }: Effort['quietRun']): Promise<Line[]> =>
  withDatabase(async (database) => {
    const spent = await runJob<QuietRunJob, QuietRun>({ file }, { target, ...database, warmUp, clusters })
    return [
      atMost('quiet run: client CPU of the store per cluster', spent.cpuMsPerCluster, { limit: 3, unit: 'ms' }),
      // HEAD, and one record: that of 60 checks is over 1 KB, a second unit.
      atMost('quiet run: write units per cluster', spent.writeUnitsPerCluster, { limit: 4, counted: true }),
    ]
  })
