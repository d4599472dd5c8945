import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Target } from '../canned-server.ts'
import type { Dynalite, DynaliteJob } from '../dynalite-server.ts'
import type { Effort } from '../effort.ts'
import { atMost, type Line } from '../line.ts'
import type { NightJob, QuietNight } from '../night-job.ts'
import { runJob, startServer } from '../processes.ts'

const server = new URL('../dynalite-server.ts', import.meta.url)
const job = new URL('../night-job.ts', import.meta.url)
const table = 'bench'

/** What the store adds to a night on which nothing changed; the database is another process. */
export async function quietNight(target: Target, { warmUp, clusters }: Effort['night']): Promise<Line[]> {
  const folder = await mkdtemp(join(tmpdir(), 'fleet-auditor-bench-'))
  const database = await startServer<DynaliteJob, Dynalite>({ file: server }, { folder, table })
  try {
    const { endpoint } = database.ready
    const spent = await runJob<NightJob, QuietNight>({ file: job }, { target, endpoint, table, warmUp, clusters })
    return [
      atMost('quiet night: client CPU of the store per cluster', spent.cpuMsPerCluster, { limit: 3, unit: 'ms' }),
      atMost('quiet night: write units per cluster', spent.writeUnitsPerCluster, { limit: 3, counted: true }),
    ]
  } finally {
    await database.close()
    await rm(folder, { recursive: true, force: true })
  }
}
