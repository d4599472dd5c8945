import type { CannedCluster } from './canned-clusters.ts'
import type { CannedJob, Target } from './canned-server.ts'
import type { Load, LoadJob } from './load-job.ts'
import { runJob, type RunningServer, startServer } from './processes.ts'

const cannedServer = new URL('./canned-server.ts', import.meta.url)
const loadJob = new URL('./load-job.ts', import.meta.url)

export const serveCanned = (cluster: CannedCluster, ports = 1): Promise<RunningServer<Target>> =>
  startServer<CannedJob, Target>({ file: cannedServer }, { cluster, ports })

export const load = (job: LoadJob, nodeArgs: readonly string[] = []): Promise<Load> =>
  runJob<LoadJob, Load>({ file: loadJob, nodeArgs }, job)
