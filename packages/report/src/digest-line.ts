import { describeFinding, remedyOf } from '@fleet-auditor/checks/describe-finding.ts'
import { findCheck } from '@fleet-auditor/checks/registry.ts'
import type { DigestLine } from '@fleet-auditor/model/digest.ts'
import type { Change, ChangeKind } from '@fleet-auditor/model/finding.ts'
import { subjectLabel } from '@fleet-auditor/model/subject.ts'
import { safeText, shortened } from './safe-text.ts'

/** A change and the cluster it is of, by the names a person reads. */
export interface ToldChange {
  readonly of: { readonly cluster: string; readonly team?: string }
  readonly change: Change
}

/** `opened (new rule)`, `resolved, fixed`. */
export const changeWord = ({ kind, rule, why }: DigestLine): string =>
  `${kind}${rule ? ' (new rule)' : ''}${why === undefined ? '' : `, ${why}`}`

/** What a digest keeps of one cluster in one line: it is stored, and a message shows the first few. */
const most = { subjects: 5, letters: 240 } as const

/** Whether a change asks for something to be done. */
export const asks = (kind: ChangeKind): boolean => ['opened', 'reopened', 'worsened'].includes(kind)

/** Changes of one word, check, severity and reason as one line. */
export function digestLine(group: readonly ToldChange[]): DigestLine | undefined {
  const first = group[0]?.change
  if (!first) return undefined
  const { kind, rule, finding } = first
  const check = findCheck(finding.check)
  const remedy = check && asks(kind) ? remedyOf(check, finding).summary : undefined
  return {
    kind,
    rule,
    why: finding.resolution,
    severity: finding.severity,
    check: finding.check,
    title: check?.title ?? finding.check,
    remedy: remedy === undefined ? undefined : safeText(remedy),
    clusters: clustersOf(group),
  }
}

function clustersOf(group: readonly ToldChange[]): DigestLine['clusters'] {
  return [...Map.groupBy(group, ({ of }) => of.cluster)].map(([cluster, changes]) => {
    const says = changes.slice(0, most.subjects).map(({ change }) => saying(change))
    if (changes.length > says.length) says.push(`and ${changes.length - says.length} more`)
    const team = changes[0]?.of.team
    return { cluster, team, says }
  })
}

/** The object, and what was found there; of one that is resolved the object only, for the rest is no longer so. */
function saying({ kind, finding, from }: Change): string {
  const subject = subjectLabel(finding.subject)
  const was = from === undefined ? '' : ` (was ${from})`
  if (kind === 'resolved') return shortened(safeText(subject), most.letters)
  const text = `${subject}: ${describeFinding(findCheck(finding.check), finding)}`
  return `${shortened(safeText(text), most.letters)}${was}`
}
