import process from 'node:process'
import { createClient } from '@fleet-auditor/adapters/store/table/client.ts'
import { createStore } from '@fleet-auditor/adapters/store/table-store.ts'
import { compareTarget } from '@fleet-auditor/audit/cluster/compare-night.ts'
import { incarnationOf } from '@fleet-auditor/audit/cluster/incarnation.ts'
import type { Store } from '@fleet-auditor/audit/ports/store.ts'
import { recordCluster } from '@fleet-auditor/audit/cluster/record-cluster.ts'
import { clusterChecks, ruleSet } from '@fleet-auditor/checks/registry.ts'
import { canonical } from '@fleet-auditor/model/canonical.ts'
import { FleetFile } from '@fleet-auditor/model/fleet-file.ts'
import type { Target } from './canned-server.ts'
import { doJob } from './child.ts'
import { countWriteUnits } from './count-write-units.ts'
import { credentials, type Database, now } from './database.ts'
import { type Audited, audit } from './ways/auditor.ts'

export interface NightJob extends Database {
  readonly target: Target
  readonly warmUp: number
  readonly clusters: number
}

/** What the store costs of an unchanged cluster: reading its state, comparing, recording. */
export interface QuietNight {
  readonly cpuMsPerCluster: number
  readonly writeUnitsPerCluster: number
}

const atOnce = 8

/** One cluster's night as a run has it between judging and telling. Returns how many findings it rewrote. */
async function storeNight(store: Store, audited: Audited, name: string, day: number): Promise<number> {
  const { seen, verdicts, found, context } = audited
  const target = { kind: 'cluster', key: name } as const
  const run = `run-${day}`
  const takenAt = new Date(Date.parse(seen.takenAt) + day * 86_400_000).toISOString()
  const state = await store.readState(target)
  const life = { uid: `uid-of-${name}` }
  if (state.head?.uid !== life.uid) await store.claimUid(life.uid, target.key)
  const incarnation = incarnationOf(state.head, life)
  const night = { incarnation: incarnation.number, run, takenAt, provider: context.provider, rulesBefore: ruleSet }
  const compared = compareTarget(target, state.findings, verdicts, incarnation, night)
  const cluster = { ...found.cluster, locator: name }
  const kept = { found: { ...found, cluster }, key: target.key, incarnation: incarnation.number, life, context }
  const told = { row: seen.row, takenAt, sections: seen.sections, verdicts, observations: [], compared }
  const auditing = { ...limits, run, ruleSet: canonical(ruleSet) }
  await recordCluster({ ...kept, ...told, ...(seen.counters ? { counters: seen.counters } : {}) }, target, auditing, {
    store,
  })
  return compared.rewrites.length
}

const limits = {
  fleet: FleetFile.parse({}),
  checks: clusterChecks,
  clusterDeadlineMs: 60_000,
  probeTimeoutMs: 5000,
  signal: new AbortController().signal,
}

async function storeAll(store: Store, audited: Audited, names: readonly string[], day: number): Promise<number> {
  let changes = 0
  const queue = names.values()
  const worker = async (): Promise<void> => {
    for (const name of queue) changes += await storeNight(store, audited, name, day)
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
  return changes
}

await doJob(async ({ target, endpoint, table, warmUp, clusters }: NightJob): Promise<QuietNight> => {
  const client = createClient({ endpoint, region: 'local', credentials })
  const store = createStore({ client, table, now })
  const audited = await audit(target, target.ports[0] ?? 0)
  const names = Array.from({ length: clusters }, (_, index) => `cluster-${index}`)
  await storeAll(store, audited, names, 0)
  await storeAll(store, audited, names.slice(0, warmUp), 1)
  const before = process.cpuUsage()
  const changes = await storeAll(store, audited, names, 2)
  const { user, system } = process.cpuUsage(before)
  if (changes > 0) throw new Error(`the night was not quiet: ${changes} changes`)
  const counted = createClient({ endpoint, region: 'local', credentials })
  const units = countWriteUnits(counted)
  await storeAll(createStore({ client: counted, table, now }), audited, names, 3)
  return { cpuMsPerCluster: (user + system) / 1000 / clusters, writeUnitsPerCluster: units() / clusters }
})
