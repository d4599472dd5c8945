import { waiverOf } from '@fleet-auditor/checks/waive.ts'
import type { Attestation } from '@fleet-auditor/model/attestation.ts'
import type { FleetFile, Plane } from '@fleet-auditor/model/fleet-file.ts'
import type { ItemAnswer, Readiness, TargetReadiness } from '@fleet-auditor/model/readiness.ts'
import type { LedgerRow } from '@fleet-auditor/model/run.ts'
import { selects } from '@fleet-auditor/model/selector.ts'
import { fleetTarget, type Target } from '@fleet-auditor/model/target.ts'
import { subjectOf, type StoredVerdict } from '@fleet-auditor/model/verdict.ts'
import { answerItem } from '@fleet-auditor/report/readiness/answer-item.ts'
import { checklistMap } from '@fleet-auditor/report/readiness/checklist-map.ts'
import { rollUpItems, type Unanswered } from '@fleet-auditor/report/readiness/roll-up-items.ts'
import { mapConcurrent } from '../map-concurrent.ts'
import type { Clock } from '../ports/clock.ts'
import type { AuditRecord, RegisteredCluster, Store } from '../ports/store.ts'
import type { ReadinessQuery } from './readiness-query.ts'

interface Reading {
  readonly store: Pick<Store, 'readHistory'>
  readonly clock: Clock
}

type Declared = Pick<FleetFile, 'fleet' | 'waivers' | 'attestations'>

/** Reads of the store at once. */
const width = 32
/** Records looked back at for one from before. */
const lookBack = 40

/**
 * The readiness checklist of clusters and management planes by their last records, and what became of it since the
 * record before (or before `since`).
 */
export async function readiness(query: ReadinessQuery, fleet: Declared, reading: Reading): Promise<Readiness> {
  const at = reading.clock.now()
  const fleetRecord = counting(await reading.store.readHistory(fleetTarget, lookBack))[0]
  const targets = [
    ...query.planes.map((plane) => ofPlane(plane, fleet)),
    ...query.clusters.map((one) => ofCluster(one, fleet)),
  ]
  const answered = await mapConcurrent(targets, width, async (target) => {
    const records = await reading.store.readHistory(target.target, query.since === undefined ? 4 : lookBack)
    return answer(target, withFleet(counting(records), fleetRecord, target.shown.id), { at, since: query.since })
  })
  const items = rollUpItems(
    answered.map(({ readiness: one }) => one.items),
    unansweredIn(query),
  )
  const since = answered.map(({ comparedWith }) => comparedWith).reduce(earlier, undefined)
  return { fleet: fleet.fleet, at, since, asked: query.asked, items, targets: answered.map((each) => each.readiness) }
}

/** Where a cluster was asked for nothing is missing: management planes answer what it does not. */
function unansweredIn({ asked, planes }: ReadinessQuery): Unanswered {
  if (asked.cluster !== undefined) {
    return { state: 'not-applicable', reason: 'it is answered for the management plane, not for a cluster' }
  }
  const reason =
    planes.length > 0
      ? 'nothing that answers it was read'
      : 'a management plane answers it, and the fleet file declares none'
  return { state: 'unknown', reason }
}

const earlier = (a: string | undefined, b: string | undefined): string | undefined =>
  a === undefined || (b !== undefined && b < a) ? b : a

/** A record that lost to a newer one is no answer. */
const counting = (records: readonly AuditRecord[]): readonly AuditRecord[] =>
  records.filter(({ row }) => row.outcome !== 'superseded')

/** What the fleet's checks answered of a cluster belongs to it: the last answer stands for every record. */
function withFleet(
  records: readonly AuditRecord[],
  fleet: AuditRecord | undefined,
  id: string,
): readonly AuditRecord[] {
  const about = (fleet?.verdicts ?? []).filter((verdict) => {
    const subject = subjectOf(verdict)
    return subject === undefined || subject.name === id
  })
  return records.map((record) => ({ ...record, verdicts: [...record.verdicts, ...about] }))
}

interface Described {
  readonly target: Target
  readonly shown: Omit<TargetReadiness, 'readAt' | 'unread' | 'items'>
  readonly attestations: readonly Attestation[]
  readonly waiverAt: (verdict: StoredVerdict, at: string) => ReturnType<typeof waiverOf>
}

const ofPlane = ({ name, region, team }: Plane, { attestations }: Declared): Described => ({
  target: { kind: 'plane', key: name },
  shown: { kind: 'plane', key: name, id: `plane:${name}`, name, place: region, team, planes: [] },
  attestations: attestations.filter(({ planes }) => planes === undefined || planes.includes(name)),
  waiverAt: () => undefined,
})

function ofCluster({ key, cluster, planes, team }: RegisteredCluster, fleet: Declared): Described {
  const { id, name, provider, region } = cluster
  return {
    target: { kind: 'cluster', key },
    shown: { kind: 'cluster', key, id, name, provider, place: region || undefined, team, planes: [...planes] },
    attestations: fleet.attestations.filter(({ clusters }) => clusters === undefined || selects(clusters, cluster)),
    waiverAt: (verdict, at) =>
      verdict.verdict === 'fail' ? waiverOf(verdict, { cluster, planes }, fleet.waivers, at) : undefined,
  }
}

interface Times {
  readonly at: string
  readonly since: string | undefined
}

function answer(described: Described, records: readonly AuditRecord[], { at, since }: Times) {
  const [last, ...older] = records
  const before = since === undefined ? older[0] : older.find(({ takenAt }) => takenAt < since)
  const items = itemsOf(described, last, at)
  const earlierItems = before && new Map(itemsOf(described, before, before.takenAt).map((each) => [each.item, each]))
  const changed = items.map((item): ItemAnswer => {
    const was = earlierItems?.get(item.item)?.state
    return was === undefined || was === item.state ? item : { ...item, was }
  })
  const unread = last && unreadBecause(last.row)
  const shown = { ...described.shown, readAt: last?.takenAt, unread: last ? unread : 'no run has read it' }
  return { readiness: { ...shown, items: changed } satisfies TargetReadiness, comparedWith: before?.takenAt }
}

function itemsOf(described: Described, record: AuditRecord | undefined, at: string): ItemAnswer[] {
  const target = {
    kind: described.target.kind === 'plane' ? ('plane' as const) : ('cluster' as const),
    verdicts: Map.groupBy(record?.verdicts ?? [], ({ check }) => check),
    unread: record ? unreadBecause(record.row) : 'no run has read it',
    attestations: described.attestations,
    waiverOf: (verdict: StoredVerdict) => described.waiverAt(verdict, at),
    at,
  }
  return checklistMap.flatMap((mapped) => answerItem(mapped, target) ?? [])
}

const unreadBecause = ({ outcome, cause, detail }: LedgerRow): string | undefined =>
  outcome === 'audited' || outcome === 'partial' || outcome === 'contested'
    ? undefined
    : `${outcome}${cause && cause !== outcome ? ` (${cause})` : ''}${detail ? `: ${detail}` : ''}`
