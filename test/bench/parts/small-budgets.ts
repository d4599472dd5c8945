import { small } from '../canned-clusters.ts'
import { atMost, type Line } from '../line.ts'
import { load, serveCanned } from '../programs.ts'

const others = [
  { ...small, install: 'legacy' },
  { ...small, install: 'node-port' },
] as const

/** What one small cluster is asked: modern install, known cloud. */
export async function smallBudgets(): Promise<Line[]> {
  const { reads, reviews, bytes, rounds } = await countersOf(small)
  const counted = true
  const allRounds = [rounds]
  for (const other of others) allRounds.push((await countersOf(other)).rounds)
  return [
    atMost('small cluster: reads', reads, { limit: 26, counted }),
    atMost('small cluster: access reviews', reviews, { limit: 8, counted }),
    atMost('small cluster: bytes of answers', bytes / 1000, { limit: 120, unit: 'KB', counted }),
    atMost('dependent rounds, most of any install', Math.max(...allRounds), { limit: 3, counted }),
  ]
}

async function countersOf(cluster: Parameters<typeof serveCanned>[0]) {
  const server = await serveCanned(cluster)
  try {
    const { counters } = await load({ way: 'auditor', target: server.ready, warmUp: 0, clusters: 1, atOnce: 1 })
    if (!counters) throw new Error('the cluster was not reached')
    return counters
  } finally {
    await server.close()
  }
}
