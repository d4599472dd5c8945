import { describeFinding, remedyOf } from '@fleet-auditor/checks/describe-finding.ts'
import { findCheck } from '@fleet-auditor/checks/registry.ts'
import { clusterLabels } from '@fleet-auditor/model/cluster-label.ts'
import type { DigestLine, Reason } from '@fleet-auditor/model/digest.ts'
import { asksForAction, type Change } from '@fleet-auditor/model/finding.ts'
import {
  isClusterSummary,
  targetId,
  type ResultSummary,
  type ResultTarget,
} from '@fleet-auditor/model/result-summary.ts'
import { subjectLabel } from '@fleet-auditor/model/subject.ts'
import { safeText, shortened } from '../safe-text.ts'

type NamedTarget = Omit<DigestLine['clusters'][number], 'texts'>

/** A change and the target it is of, by the names a person reads. */
export interface ReportedChange {
  readonly of: NamedTarget
  readonly change: Change
}

export type NameTarget = (target: ResultTarget) => NamedTarget

/** A target as people read it, a cluster by its label among those of the run, with its team. */
export function namedAmong(summaries: readonly ResultSummary[]): NameTarget {
  const label = clusterLabels(summaries.filter(isClusterSummary).map(({ target }) => target.cluster))
  return (target) => {
    const { kind, key } = target
    const team = target.kind === 'fleet' ? undefined : target.team
    return {
      target: kind === 'fleet' ? { kind, key: 'fleet' } : { kind, key },
      cluster: safeText(label(targetId(target))),
      team: team === undefined ? undefined : safeText(team),
    }
  }
}

const reasons: Readonly<Record<Reason, string>> = {
  fixed: 'fixed',
  'subject-gone': 'subject gone',
  'not-applicable': 'not applicable',
  'rule-changed': 'rule changed',
  'cluster-gone': 'cluster deleted',
  'waiver-expired': 'waiver expired',
  'waiver-removed': 'waiver removed',
}

/** `opened (new rule)`, `resolved, cluster deleted`, `flapping`. */
export const changeWord = ({ kind, rule, why, flapping }: DigestLine): string =>
  flapping ? 'flapping' : `${kind}${rule ? ' (new rule)' : ''}${why === undefined ? '' : `, ${reasons[why]}`}`

/** What a digest stores of one target in one line; a message shows the first few. */
const most = { subjects: 5, letters: 240 } as const

/** Changes of one kind, check, severity and reason as one line. */
export function digestLine(group: readonly ReportedChange[]): DigestLine | undefined {
  const first = (group.find(({ change }) => asksForAction(change.kind)) ?? group[0])?.change
  if (!first) return undefined
  const { kind, rule, finding, flaps } = first
  const flapping = flaps !== undefined || undefined
  const check = findCheck(finding.check)
  const remedy = check && asksForAction(kind) ? remedyOf(check, finding).summary : undefined
  return {
    kind,
    rule,
    why: flapping ? undefined : finding.resolution,
    flapping,
    severity: finding.severity,
    check: finding.check,
    title: check?.title ?? finding.check,
    remedy: remedy === undefined ? undefined : safeText(remedy),
    clusters: clustersOf(group),
  }
}

function clustersOf(group: readonly ReportedChange[]): DigestLine['clusters'] {
  const byTarget = Map.groupBy(group, ({ of: { target } }) => `${target.kind} ${target.key}`)
  return [...byTarget.values()].flatMap((changes) => {
    const [first] = changes
    if (!first) return []
    const texts = changes.slice(0, most.subjects).map(({ change }) => changeText(change))
    if (changes.length > texts.length) texts.push(`and ${changes.length - texts.length} more`)
    return [{ ...first.of, texts }]
  })
}

/** The subject, and what was found there; of a resolved one the subject only, for the rest no longer holds. */
function changeText({ kind, finding, from, flaps }: Change): string {
  const subject = subjectLabel(finding.subject)
  if (flaps !== undefined) {
    const now = `${kind} now, changed ${flaps} times in the last 14 runs`
    return `${shortened(safeText(subject), most.letters)}: ${now}`
  }
  const was = from === undefined ? '' : ` (was ${from})`
  if (kind === 'resolved') return shortened(safeText(subject), most.letters)
  const text = `${subject}: ${describeFinding(findCheck(finding.check), finding)}`
  return `${shortened(safeText(text), most.letters)}${was}`
}
