import { small } from '../canned-clusters.ts'
import type { Effort } from '../effort.ts'
import { atMost, figure, type Line } from '../line.ts'
import { median } from '../median.ts'
import { load, serveCanned } from '../programs.ts'

/** Peak memory of a process that audits one cluster of thousands of nodes, over the same process on one of none. */
export async function largeCluster({ nodes, passes }: Effort['large']): Promise<Line[]> {
  const empty = await peakOf(0, passes)
  const large = await peakOf(nodes, passes)
  return [
    figure('empty cluster: peak RSS', empty, 'MB'),
    atMost(`cluster of ${nodes} nodes: peak RSS over the empty one`, large - empty, { limit: 60, unit: 'MB' }),
  ]
}

async function peakOf(nodes: number, passes: number): Promise<number> {
  const server = await serveCanned({ ...small, nodes })
  try {
    const peaks: number[] = []
    for (let pass = 0; pass < passes; pass += 1) {
      const job = { way: 'auditor', target: server.ready, warmUp: 0, clusters: 1, atOnce: 1 } as const
      peaks.push((await load(job)).peakMb)
    }
    return median(peaks)
  } finally {
    await server.close()
  }
}
