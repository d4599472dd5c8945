import process from 'node:process'
import { setTimeout as pause } from 'node:timers/promises'
import type { Counters } from '@fleet-auditor/model/snapshot.ts'
import type { Target } from './canned-server.ts'
import { doJob } from './child.ts'

export type Way = 'auditor' | 'typed' | 'floor'

export interface LoadJob {
  readonly way: Way
  readonly target: Target
  /** Clusters before the clock runs, so that the code is warm; every connection is new all the same. */
  readonly warmUp: number
  readonly clusters: number
  readonly atOnce: number
}

export interface Load {
  readonly cpuMsPerCluster: number
  readonly clustersPerSecond: number
  /** Milliseconds from beginning to end of each. */
  readonly walls: readonly number[]
  /** Highest resident set of the whole process, MB of 2^20. */
  readonly peakMb: number
  readonly counters?: Counters
}

type Visit = (target: Target, port: number) => Promise<Counters | undefined>

/** Each way loads its own code only, for memory is measured too. */
const ways: Readonly<Record<Way, () => Promise<Visit>>> = {
  auditor: async () => {
    const { audit } = await import('./ways/auditor.ts')
    const retained: unknown[] = []
    return async (target, port) => {
      const { snapshot, result } = await audit(target, port)
      retained.push(result) // a run retains it to its end, and drops the sections
      return snapshot.counters
    }
  },
  typed: async () => {
    const { askTyped } = await import('./ways/typed-client.ts')
    return async (target, port) => {
      await askTyped(target, port)
      return undefined
    }
  },
  floor: async () => {
    const { fetchBare } = await import('./ways/http2-floor.ts')
    return async (target, port) => {
      await fetchBare(target, port)
      return undefined
    }
  },
}

async function visitAll(visit: Visit, { target, atOnce }: LoadJob, clusters: number) {
  const walls: number[] = []
  let next = 0
  let counters: Counters | undefined
  const worker = async (): Promise<void> => {
    while (next < clusters) {
      const port = target.ports[next % target.ports.length] ?? 0
      next += 1
      const begun = performance.now()
      counters = await visit(target, port)
      walls.push(performance.now() - begun)
    }
  }
  await Promise.all(Array.from({ length: Math.min(atOnce, clusters) }, worker))
  return { walls, counters }
}

await doJob(async (job: LoadJob): Promise<Load> => {
  const visit = await ways[job.way]()
  await visitAll(visit, job, job.warmUp)
  if (job.warmUp > 0) await pause(200) // what warming up left behind is not charged to the others
  const before = process.cpuUsage()
  const begun = performance.now()
  const { walls, counters } = await visitAll(visit, job, job.clusters)
  const seconds = (performance.now() - begun) / 1000
  const { user, system } = process.cpuUsage(before)
  return {
    cpuMsPerCluster: (user + system) / 1000 / job.clusters,
    clustersPerSecond: job.clusters / seconds,
    walls,
    peakMb: process.resourceUsage().maxRSS / 1024,
    ...(counters ? { counters } : {}),
  }
})
