import type { Target } from '../canned-server.ts'
import type { Effort } from '../effort.ts'
import { atMost, figure, type Line } from '../line.ts'
import type { Way } from '../load-job.ts'
import { median } from '../median.ts'
import { load } from '../programs.ts'

/** As a run on one small machine does it; one after another leaves the machine idle, more hides the differences. */
const atOnce = 8

/** Client CPU of one small cluster, three ways in turn, so that a busy minute strikes them all. */
export async function cpu(target: Target, { warmUp, clusters, passes }: Effort['cpu']): Promise<Line[]> {
  const spent: Record<Way, number[]> = { auditor: [], typed: [], floor: [] }
  for (let pass = 0; pass < passes; pass += 1) {
    for (const way of ['auditor', 'typed', 'floor'] as const) {
      spent[way].push((await load({ way, target, warmUp, clusters, atOnce })).cpuMsPerCluster)
    }
  }
  const [auditor, typed, floor] = [median(spent.auditor), median(spent.typed), median(spent.floor)]
  return [
    figure('CPU per cluster: collect + evaluate', auditor, 'ms'),
    figure('CPU per cluster: typed client-node, reads only', typed, 'ms'),
    figure('CPU per cluster: bare node:http2 + JSON.parse', floor, 'ms'),
    atMost('CPU: auditor / typed client', auditor / typed, { limit: 1 / 7 }),
    figure('CPU: auditor / bare HTTP/2', auditor / floor),
  ]
}
