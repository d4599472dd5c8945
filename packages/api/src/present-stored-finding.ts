import type { FleetStore } from '@fleet-auditor/audit/ports/fleet-store.ts'
import type { Store, StoredFinding } from '@fleet-auditor/audit/ports/store.ts'
import { waivedTarget, withDecisions } from '@fleet-auditor/audit/waivers/in-force.ts'
import { waiverOf } from '@fleet-auditor/checks/waive.ts'
import { targetPartition, type Target } from '@fleet-auditor/model/target.ts'
import { presentFinding, presentTarget, type LastRecord } from '@fleet-auditor/report/present-finding.ts'
import type { RouteDeps } from './api-deps.ts'
import { linkTo } from './links.ts'
import type { FindingShape } from './shapes/finding-shape.ts'

type PresentDeps = Pick<RouteDeps, 'fleet' | 'registry' | 'clock'> & {
  readonly store: Pick<Store, 'readState'> & Pick<FleetStore, 'pages' | 'decisions'>
}

/** Presents findings of these targets: in words, with the waivers that accept them today. */
export async function findingPresenter(
  targets: readonly Target[],
  { fleet: declared, registry, clock, store }: PresentDeps,
): Promise<(stored: StoredFinding) => FindingShape> {
  const [clusters, records, decisions] = await Promise.all([
    registry.byKey(),
    lastRecords(targets, store),
    store.decisions.list(),
  ])
  const now = clock.now()
  const fleet = withDecisions(declared, decisions, now)
  return (stored) => {
    const { target, flips: _, ...finding } = stored
    const registered = target.kind === 'cluster' ? clusters.get(target.key) : undefined
    const plane = target.kind === 'plane' ? fleet.planes.find(({ name }) => name === target.key) : undefined
    const presented = presentFinding(finding, {
      target: presentTarget(target, registered?.cluster, fleet.fleet),
      cluster: registered?.cluster,
      team: registered?.team ?? plane?.team,
      lastRecord: records.get(targetPartition(target)),
      waiver: waiverOf(finding, waivedTarget(target, registered), fleet.waivers, now),
    })
    const links = {
      self: linkTo.finding(finding.fingerprint),
      check: linkTo.check(finding.check),
      cluster: target.kind === 'cluster' ? linkTo.cluster(target.key) : undefined,
    }
    return { ...presented, links }
  }
}

type RecordStore = Pick<Store, 'readState'> & Pick<FleetStore, 'pages'>

/** The latest record of each target, by partition: about one read unit each, and two more where it cannot be read. */
async function lastRecords(targets: readonly Target[], store: RecordStore): Promise<ReadonlyMap<string, LastRecord>> {
  const distinct = new Map(targets.map((target) => [targetPartition(target), target]))
  const records = new Map<string, LastRecord>()
  await Promise.all(
    [...distinct].map(async ([partition, target]) => {
      const record = await lastRecord(target, store)
      if (record) records.set(partition, record)
    }),
  )
  return records
}

async function lastRecord(target: Target, store: RecordStore): Promise<LastRecord | undefined> {
  const [record] = await store.pages.records(target, 1)
  if (!record) return undefined
  const { takenAt, verdicts, row } = record
  if (row.outcome === 'audited') return { takenAt, verdicts }
  const { head } = await store.readState(target)
  return { takenAt, verdicts, staleSince: head?.staleSince }
}
