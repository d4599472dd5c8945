import process from 'node:process'
import { createStore } from '@fleet-auditor/adapters/store/table-store.ts'
import { createClient } from '@fleet-auditor/adapters/store/table/client.ts'
import { storedSnapshot } from '@fleet-auditor/audit/cluster/collect-cluster.ts'
import { identify } from '@fleet-auditor/audit/cluster/identity.ts'
import { clusterTarget } from '@fleet-auditor/audit/cluster/judge-cluster.ts'
import { clusterKey } from '@fleet-auditor/audit/hash.ts'
import type { FleetStore } from '@fleet-auditor/audit/ports/fleet-store.ts'
import { compareWithLast } from '@fleet-auditor/audit/results/compare-with-last.ts'
import { readLast, recordResult } from '@fleet-auditor/audit/results/record-result.ts'
import { runContext, type RunContext } from '@fleet-auditor/audit/run-context.ts'
import { canonical } from '@fleet-auditor/model/canonical.ts'
import { FleetFile } from '@fleet-auditor/model/fleet-file.ts'
import type { Target } from './canned-server.ts'
import { doJob } from './child.ts'
import { countWriteUnits } from './count-write-units.ts'
import { credentials, type Database, now } from './database.ts'
import { type Audited, audit } from './ways/auditor.ts'

export interface QuietRunJob extends Database {
  readonly target: Target
  readonly warmUp: number
  readonly clusters: number
}

/** What the store costs of an unchanged cluster: reading its state, comparing, recording. Judging is another part's. */
export interface QuietRun {
  readonly cpuMsPerCluster: number
  readonly writeUnitsPerCluster: number
}

const atOnce = 8

/** One cluster's run between judging and reporting. Returns how many findings it rewrote. */
async function storeResult(store: FleetStore, audited: Audited, name: string, day: number): Promise<number> {
  const { snapshot } = audited
  const target = { kind: 'cluster', key: clusterKey(name) } as const
  const takenAt = new Date(Date.parse(snapshot.takenAt) + day * 86_400_000).toISOString()
  const { kubeSystem } = snapshot.sections
  const sections = {
    ...snapshot.sections,
    kubeSystem: { ...kubeSystem, value: { uid: `uid-of-${name}` } } as typeof kubeSystem,
  } // collected: the audit read it
  const found = { ...snapshot.found, cluster: { ...snapshot.found.cluster, locator: name } }
  const last = await readLast(target, { store })
  const { snapshot: taken, before } = await identify({ ...snapshot, found, sections, takenAt }, target, last, { store })
  const context = contextOfDay(day)
  const { row } = taken
  const { cluster, verdicts } = audited.result
  const { incarnation, identity } = before
  const judged = { target: clusterTarget(found.cluster, fleet), row, takenAt, verdicts, incarnation }
  const compared = compareWithLast({ ...judged, provider: cluster.provider }, before, context)
  const result = await recordResult(
    { ...compared, identity, cluster },
    context,
    { store, clock: { now: () => takenAt } },
    storedSnapshot(taken),
  )
  return result.rewrites.length
}

const fleet = FleetFile.parse({})
const { signal } = new AbortController()

const contextOfDay = (day: number): RunContext =>
  runContext({ run: `run-${day}`, startedAt: new Date(day * 86_400_000).toISOString(), fleet, signal })

/** As every run is, so that the rules of the last one can be read. */
async function openRuns(store: FleetStore): Promise<void> {
  for (const day of [0, 1, 2, 3]) {
    const { run: id, startedAt, rules } = contextOfDay(day)
    const ruleSet = canonical(rules)
    await store.openRun({ id, fleet: 'bench', startedAt, state: 'running', partial: false, ruleSet, ledger: [] })
  }
}

async function storeAll(store: FleetStore, audited: Audited, names: readonly string[], day: number): Promise<number> {
  let changes = 0
  const queue = names.values()
  const worker = async (): Promise<void> => {
    for (const name of queue) changes += await storeResult(store, audited, name, day)
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
  return changes
}

await doJob(async ({ target, endpoint, table, warmUp, clusters }: QuietRunJob): Promise<QuietRun> => {
  const client = createClient({ endpoint, region: 'local', credentials })
  const store = createStore({ client, table, now })
  const audited = await audit(target, target.ports[0] ?? 0)
  const names = Array.from({ length: clusters }, (_, index) => `cluster-${index}`)
  await openRuns(store)
  await storeAll(store, audited, names, 0)
  await storeAll(store, audited, names.slice(0, warmUp), 1)
  const before = process.cpuUsage()
  const changes = await storeAll(store, audited, names, 2)
  const { user, system } = process.cpuUsage(before)
  if (changes > 0) throw new Error(`the run was not quiet: ${changes} changes`)
  const counted = createClient({ endpoint, region: 'local', credentials })
  const units = countWriteUnits(counted)
  await storeAll(createStore({ client: counted, table, now }), audited, names, 3)
  return { cpuMsPerCluster: (user + system) / 1000 / clusters, writeUnitsPerCluster: units() / clusters }
})
