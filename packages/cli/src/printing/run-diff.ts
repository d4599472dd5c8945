import type { Incomparable, RunDiff, VerdictChange } from '@fleet-auditor/audit/queries/diff-runs.ts'
import { clusterLabels } from '@fleet-auditor/model/cluster-label.ts'
import { subjectLabel } from '@fleet-auditor/model/subject.ts'
import { subjectOf, type StoredVerdict } from '@fleet-auditor/model/verdict.ts'
import { columns } from '@fleet-auditor/report/columns.ts'
import { listed } from '@fleet-auditor/report/counted.ts'
import { safeText } from '@fleet-auditor/report/safe-text.ts'

/** Names in one line. */
const most = 6

/** Two runs against each other: changes worst first, those of another rule, what cannot be compared. */
export function diffLines({ from, to, changes, incomparable, onlyIn }: RunDiff): string[] {
  const ids = [...changes, ...incomparable].map(({ cluster }) => cluster)
  const label = clusterLabels([...new Set(ids)].map((id) => ({ id })))
  const named = (id: string): string => safeText(label(id))
  const [ruled, own] = [changes.filter(({ rule }) => rule), changes.filter(({ rule }) => !rule)]
  const only = (['from', 'to'] as const)
    .filter((side) => onlyIn[side].length > 0)
    .map((side) => `only in ${side === 'from' ? from : to}: ${listed(onlyIn[side].map(safeText), most)}`)
  return [
    `${from} → ${to}`,
    ...(own.length === 0 ? ['no change'] : columns(own.map((change) => row(change, named)))),
    ...section('Judged by another version of the rule', columns(ruled.map((change) => row(change, named)))),
    ...section('Not compared', [...unread(incomparable, named), ...unanswered(incomparable, named), ...only]),
  ]
}

const section = (title: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : ['', title, ...lines.map((line) => `  ${line}`)]

function row({ cluster, check, before, after }: VerdictChange, named: (id: string) => string): string[] {
  const subject = (after && subjectOf(after)) ?? (before && subjectOf(before))
  return [changeText(before, after), check, named(cluster), subject ? safeText(subjectLabel(subject)) : '']
}

function changeText(before: StoredVerdict | undefined, after: StoredVerdict | undefined): string {
  const [was, is] = [verdictText(before), verdictText(after)]
  return was === is ? `${is}, by other evidence` : `${was} → ${is}`
}

function verdictText(verdict: StoredVerdict | undefined): string {
  if (!verdict) return 'none'
  return verdict.verdict === 'fail' ? `fail (${verdict.severity})` : verdict.verdict
}

const unread = (all: readonly Incomparable[], named: (id: string) => string): string[] =>
  all.flatMap((each) =>
    each.kind === 'not-read' ? [`${named(each.cluster)}: ${each.outcome}, in ${sides(each)}`] : [],
  )

/** A line for each check and cause, however many clusters it is about. */
function unanswered(all: readonly Incomparable[], named: (id: string) => string): string[] {
  const some = all.filter((each) => each.kind === 'not-answered')
  const groups = Map.groupBy(some, (each) => `${each.check}: not answered in ${sides(each)} (${each.cause})`)
  return [...groups].map(([what, own]) => `${what}: ${listed([...new Set(own.map((e) => named(e.cluster)))], most)}`)
}

const sides = ({ in: where }: Incomparable): string =>
  where.length === 2 ? 'both runs' : where[0] === 'from' ? 'the earlier run' : 'the later run'
