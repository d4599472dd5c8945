import { materialOf } from '@fleet-auditor/checks/evidence.ts'
import { findCheck } from '@fleet-auditor/checks/registry.ts'
import { canonical } from '@fleet-auditor/model/canonical.ts'
import type { Cause } from '@fleet-auditor/model/cause.ts'
import { isRead } from '@fleet-auditor/model/completeness.ts'
import type { LedgerRow } from '@fleet-auditor/model/run.ts'
import { severityRank } from '@fleet-auditor/model/severity.ts'
import { subjectOf, type StoredVerdict } from '@fleet-auditor/model/verdict.ts'
import type { AuditRecord, Store } from '../ports/store.ts'
import type { ComparedRuns } from './compared-runs.ts'

/** How one subject's answer differs between two runs. `rule`: it was judged by another version of the rule. */
export interface VerdictChange {
  readonly cluster: string
  readonly check: string
  readonly before?: StoredVerdict
  readonly after?: StoredVerdict
  readonly rule: boolean
}

type Side = 'from' | 'to'

/** What one of the two runs could not answer, so that there is nothing to compare. */
export type Incomparable =
  | {
      readonly kind: 'not-read'
      readonly cluster: string
      readonly in: readonly Side[]
      readonly outcome: LedgerRow['outcome']
    }
  | {
      readonly kind: 'not-answered'
      readonly cluster: string
      readonly in: readonly Side[]
      readonly check: string
      readonly cause: Cause
    }

export interface RunDiff {
  readonly from: string
  readonly to: string
  /** Worst first. */
  readonly changes: readonly VerdictChange[]
  readonly incomparable: readonly Incomparable[]
  /** Clusters that only one of the two runs looked at; they are not compared. */
  readonly onlyIn: Readonly<Record<Side, readonly string[]>>
}

/** The verdicts of two runs against each other. What was not read or answered in one of them is no change. */
export async function diffRuns({ from, to }: ComparedRuns, store: Pick<Store, 'readRecords'>): Promise<RunDiff> {
  const [before, after] = [await byTarget(from.id, store), await byTarget(to.id, store)]
  const asked = [from.checks, to.checks].filter((checks) => checks !== undefined)
  // A check that one of them was not asked for has no answer there: that is no change.
  const isAsked = ({ check }: StoredVerdict): boolean => asked.every((checks) => checks.includes(check))
  const changes: VerdictChange[] = []
  const incomparable: Incomparable[] = []
  for (const [id, later] of after) {
    const earlier = before.get(id)
    if (!earlier) continue
    const unread = notRead(earlier, later)
    if (unread) incomparable.push(unread)
    for (const each of pairs(earlier.verdicts.filter(isAsked), later.verdicts.filter(isAsked))) {
      if (isSilent(each.was) && isSilent(each.is)) continue
      const unanswered = notAnswered(id, each)
      if (!unanswered) changes.push(...changeOf(id, each))
      else if (!unread) incomparable.push(unanswered)
    }
  }
  const missing = (these: Map<string, unknown>, those: Map<string, unknown>): string[] =>
    [...these.keys()].filter((cluster) => !those.has(cluster))
  const onlyIn = { from: missing(before, after), to: missing(after, before) }
  return {
    from: from.id,
    to: to.id,
    changes: changes.toSorted(worstFirst),
    incomparable: distinct(incomparable),
    onlyIn,
  }
}

async function byTarget(run: string, store: Pick<Store, 'readRecords'>): Promise<Map<string, AuditRecord>> {
  const records = (await store.readRecords(run)).filter(({ row }) => row.outcome !== 'superseded')
  return new Map(records.map((record) => [record.row.id, record]))
}

function notRead({ row: was }: AuditRecord, { row: is }: AuditRecord): Incomparable | undefined {
  const isUnread = ({ kind, outcome }: LedgerRow): boolean =>
    kind === 'cluster' && outcome !== 'gone' && outcome !== 'alias' && !isRead(outcome)
  const sides = [...(isUnread(was) ? ['from' as const] : []), ...(isUnread(is) ? ['to' as const] : [])]
  if (sides.length === 0) return undefined
  return { kind: 'not-read', cluster: is.id, in: sides, outcome: isUnread(is) ? is.outcome : was.outcome }
}

interface Pair {
  readonly was?: StoredVerdict
  readonly is?: StoredVerdict
}

/** The answers about each subject, before and after; one about the target as a whole stands for every subject. */
function pairs(before: readonly StoredVerdict[], after: readonly StoredVerdict[]): Pair[] {
  const key = (verdict: StoredVerdict): string => canonical([verdict.check, subjectOf(verdict) ?? null])
  const whole = (verdicts: readonly StoredVerdict[]) =>
    new Map(verdicts.filter(isUnknown).flatMap((each) => (subjectOf(each) ? [] : [[each.check, each] as const])))
  const [earlier, later] = [new Map(before.map((v) => [key(v), v])), new Map(after.map((v) => [key(v), v]))]
  const [wholeBefore, wholeAfter] = [whole(before), whole(after)]
  return [...new Set([...earlier.keys(), ...later.keys()])].map((name) => {
    const [was, is] = [earlier.get(name), later.get(name)]
    const check = is?.check ?? was?.check ?? ''
    return { was: was ?? wholeBefore.get(check), is: is ?? wholeAfter.get(check) }
  })
}

type Unanswered = Extract<StoredVerdict, { verdict: 'unknown' }>
const isUnknown = (verdict: StoredVerdict | undefined): verdict is Unanswered => verdict?.verdict === 'unknown'

/** Neither side shows anything that the other could be compared with. */
const isSilent = (verdict: StoredVerdict | undefined): boolean => verdict === undefined || isUnknown(verdict)

function notAnswered(cluster: string, { was, is }: Pair): Incomparable | undefined {
  const unknown = isUnknown(is) ? is : isUnknown(was) ? was : undefined
  if (!unknown) return undefined
  return {
    kind: 'not-answered',
    cluster,
    in: isUnknown(is) ? ['to'] : ['from'],
    check: unknown.check,
    cause: unknown.cause,
  }
}

function changeOf(cluster: string, { was, is }: Pair): VerdictChange[] {
  if (was?.verdict === is?.verdict && was?.severity === is?.severity && material(was) === material(is)) return []
  const rule = was !== undefined && is !== undefined && was.ruleVersion !== is.ruleVersion
  return [{ cluster, check: is?.check ?? was?.check ?? '', before: was, after: is, rule }]
}

/** Records are stored without it: what is material of a failure follows from its evidence. */
function material(verdict: StoredVerdict | undefined): string | undefined {
  if (verdict?.verdict !== 'fail') return undefined
  return materialOf(findCheck(verdict.check), verdict.evidence)
}

/** By the severity of the failure, new ones first; what failed in neither run last. */
const worstFirst = (a: VerdictChange, b: VerdictChange): number =>
  Number(a.rule) - Number(b.rule) ||
  rank(a) - rank(b) ||
  (`${a.check} ${a.cluster}` < `${b.check} ${b.cluster}` ? -1 : 1)

function rank({ before, after }: VerdictChange): number {
  if (after?.verdict === 'fail') return 2 * severityRank(after.severity)
  return before?.verdict === 'fail' ? 2 * severityRank(before.severity) + 1 : 100
}

/** Of a check and cause of one cluster one, however many subjects it leaves unanswered. */
const distinct = (all: readonly Incomparable[]): Incomparable[] => [
  ...new Map(all.map((each) => [canonical({ ...each }), each])).values(),
]
