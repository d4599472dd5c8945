import { startRun } from '@fleet-auditor/audit/fan-out/start-run.ts'
import type { FleetStore } from '@fleet-auditor/audit/ports/fleet-store.ts'
import type { Digest } from '@fleet-auditor/model/digest.ts'
import type { FleetFile } from '@fleet-auditor/model/fleet-file.ts'
import { CloudWorker } from '@fleet-auditor/model/run-plan.ts'
import { now } from '../database.ts'
import { scopes } from './clouds.ts'

const begun = ['planned', 'audited', 'concluded'] as const

/** The run that a turn works on, by what is done to it. */
export const runIdOf = (kind: (typeof begun)[number] | 'notified', turn: number): string => `${kind}-${turn}`

export const groupOf = (worker: CloudWorker): number => CloudWorker.options.indexOf(worker)

/** Each turn's runs, with a group for every cloud and a shard of all planes; one whose digest is there to be sent. */
export async function seedRuns(store: FleetStore, fleet: FleetFile, turns: number): Promise<void> {
  const { ledger } = store
  const planes = fleet.planes.map(({ name }) => name)
  for (let turn = 0; turn < turns; turn += 1) {
    for (const kind of begun) {
      await startRun({}, { run: runIdOf(kind, turn), startedAt: now(), fleet, rules: {} }, { store })
    }
    const run = runIdOf('audited', turn)
    for (const worker of CloudWorker.options) {
      await ledger.putGroup(run, groupOf(worker), { worker, scopes: [scopes[worker]] })
    }
    await ledger.putShard(run, 0, { worker: 'planes', clusters: [], planes })
  }
  await ledger.putDigest(runIdOf('notified', 0), digest)
}

/** A function reports a cloud that it could not read by a row: none of these may have failed. */
export async function refuseUnread({ ledger }: FleetStore, turn: number): Promise<void> {
  const discovered = await ledger.readDiscovered(runIdOf('audited', turn))
  const rows = [...discovered.values()].flat().map(({ row }) => row)
  if (rows.length === CloudWorker.options.length && rows.every(({ outcome }) => outcome === 'listed')) return
  throw new Error(`not every cloud was listed: ${JSON.stringify(rows)}`)
}

const counts = { critical: 0, high: 1, medium: 0, low: 0, info: 0 }

/** A first run: one message. */
const digest: Digest = {
  run: {
    id: runIdOf('notified', 0),
    fleet: 'bench',
    startedAt: now(),
    endedAt: now(),
    state: 'complete',
    partial: false,
    ruleSet: '{}',
    counts: { clusters: 1, audited: 1, unknowns: 0, open: counts, opened: 1, worsened: 0, resolved: 0 },
  },
  baseline: true,
  newClusters: [{ target: { kind: 'cluster', key: 'shop' }, cluster: 'eks:111122223333:eu-west-1/shop', open: 1 }],
  lines: [],
  stale: [],
  unreadScopes: [],
  unknowns: [],
}
