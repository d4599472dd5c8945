import type { Target } from '../canned-server.ts'
import { withDatabase } from '../database.ts'
import type { Effort } from '../effort.ts'
import { atMost, type Line } from '../line.ts'
import type { NightJob, QuietNight } from '../night-job.ts'
import { runJob } from '../processes.ts'

const file = new URL('../night-job.ts', import.meta.url)

/** What the store adds to a night on which nothing changed; the database is another process. */
export const quietNight = (target: Target, { warmUp, clusters }: Effort['night']): Promise<Line[]> =>
  withDatabase(async (database) => {
    const spent = await runJob<NightJob, QuietNight>({ file }, { target, ...database, warmUp, clusters })
    return [
      atMost('quiet night: client CPU of the store per cluster', spent.cpuMsPerCluster, { limit: 3, unit: 'ms' }),
      atMost('quiet night: write units per cluster', spent.writeUnitsPerCluster, { limit: 3, counted: true }),
    ]
  })
