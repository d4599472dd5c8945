import type { Target } from '../canned-server.ts'
import type { Effort } from '../effort.ts'
import { launcherNodeArgs } from '../launcher.ts'
import { atLeast, atMost, figure, type Line } from '../line.ts'
import { load } from '../programs.ts'

const atOnce = 64

/** A fleet from one process; nothing is warmed up, as in a run. */
export async function fleet(target: Target, { clusters, typedClusters }: Effort['fleet']): Promise<Line[]> {
  const auditor = await load({ way: 'auditor', target, warmUp: 0, clusters, atOnce }, await launcherNodeArgs())
  const typed = await load({ way: 'typed', target, warmUp: 0, clusters: typedClusters, atOnce })
  return [
    figure('fleet, 64 at once: auditor, clusters/s', auditor.clustersPerSecond),
    figure('fleet, 64 at once: typed client, clusters/s', typed.clustersPerSecond),
    atLeast('fleet: clusters/s, auditor / typed client', auditor.clustersPerSecond / typed.clustersPerSecond, {
      limit: 5,
    }),
    atMost('fleet: peak RSS of the auditor', auditor.peakMb, { limit: 400, unit: 'MB' }),
    figure('fleet: peak RSS of the typed client', typed.peakMb, 'MB'),
    figure('fleet: client CPU per cluster, auditor', auditor.cpuMsPerCluster, 'ms'),
    figure('fleet: client CPU per cluster, typed client', typed.cpuMsPerCluster, 'ms'),
  ]
}
