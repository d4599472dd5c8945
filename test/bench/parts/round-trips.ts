import type { Target } from '../canned-server.ts'
import type { DelayJob } from '../delay-server.ts'
import type { Effort } from '../effort.ts'
import { atMost, type Line } from '../line.ts'
import { median } from '../median.ts'
import { startServer } from '../processes.ts'
import { load } from '../programs.ts'

const file = new URL('../delay-server.ts', import.meta.url)

/** Wall of one audit over a new connection through TCP slow start, in round trips. */
export async function roundTrips(target: Target, { rttsMs, warmUp, audits }: Effort['trips']): Promise<Line[]> {
  const lines: Line[] = []
  for (const rttMs of rttsMs) {
    const far = await startServer<DelayJob, { port: number }>({ file }, { target: target.ports[0] ?? 0, rttMs })
    try {
      const through = { ...target, ports: [far.ready.port] }
      const { walls } = await load({ way: 'auditor', target: through, warmUp, clusters: audits, atOnce: 1 })
      lines.push(atMost(`wall of a cold audit at RTT ${rttMs} ms, in round trips`, median(walls) / rttMs, { limit: 6 }))
    } finally {
      await far.close()
    }
  }
  return lines
}
