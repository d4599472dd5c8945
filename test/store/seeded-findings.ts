import { createHash } from 'node:crypto'
import { clusterKey } from '@fleet-auditor/audit/hash.ts'
import type { StoredFinding } from '@fleet-auditor/audit/ports/store.ts'
import type { Finding } from '@fleet-auditor/model/finding.ts'
import { cluster, finding } from './records.ts'

/** Some fail more often than others: from a quarter of all findings to every 64th, as in the order here. */
const checks = [
  ['missing-resources', 'medium'],
  ['unpinned-image', 'medium'],
  ['scaled-broker', 'high'],
  ['open-broker', 'critical'],
  ['stale-operator', 'low'],
  ['no-network-policy', 'high'],
  ['idle-meshsync', 'info'],
  ['public-endpoint', 'critical'],
] as const satisfies readonly (readonly [string, Finding['severity']])[]
const providers = ['eks', 'eks', 'gke', 'aks'] as const
const start = Date.UTC(2026, 0, 1)
const records = 30

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex')

/** A number from 0 to below `count`, the same on every machine. */
const drawn = (text: string, count: number): number => Number.parseInt(hashOf(text).slice(0, 8), 16) % count

export const seedLocator = (number: number): string => `arn:cluster-${number}`
export const seedKey = (number: number): string => clusterKey(seedLocator(number))
/** The middle of the 30 days on which the findings changed last. */
export const seedMiddle = new Date(start + (records / 2) * 86_400_000).toISOString()

/** The findings of a cluster: the same for every size of fleet, changed over 30 days, one in six resolved. */
export function findingsOf(number: number, perCluster: number): StoredFinding[] {
  const key = seedKey(number)
  return Array.from({ length: perCluster }, (_, at) => {
    const drawnCheck = drawn(`${key} ${at}`, checks.length * checks.length)
    const [check, severity] = checks[checks.length - 1 - Math.floor(Math.sqrt(drawnCheck))] ?? checks[0]
    const record = drawn(`${key} ${at} night`, records)
    const changedAt = new Date(start + record * 86_400_000 + number * 700).toISOString()
    const of = finding(hashOf(`${key} ${at} ${check}`).slice(0, 32), {
      check,
      severity,
      provider: providers[number % providers.length] ?? 'eks',
      changedAt,
      changedIn: `20260101T020000Z-${record}`,
      ...(drawn(`${key} ${at} state`, 6) === 0 ? { state: 'resolved', resolution: 'fixed' } : {}),
    })
    return { ...of, target: cluster(key) }
  })
}
