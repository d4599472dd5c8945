import { findCheck } from '@fleet-auditor/checks/registry.ts'
import type { DigestLine } from '@fleet-auditor/model/digest.ts'
import type { Comparison, ComparisonWord } from '@fleet-auditor/model/finding.ts'
import { subjectLabel } from '@fleet-auditor/model/subject.ts'
import { safeText, shortened } from './safe-text.ts'

/** A change and the cluster it is of, by the names a person reads. */
export interface ToldChange {
  readonly of: { readonly cluster: string; readonly ownedBy?: string }
  readonly comparison: Comparison
}

/** `opened (new rule)`, `resolved, mended`. */
export const changeWord = ({ word, rule, why }: DigestLine): string =>
  `${word}${rule ? ' (new rule)' : ''}${why === undefined ? '' : `, ${why}`}`

/** What a digest keeps of one cluster in one line: it is stored, and a message shows the first few. */
const most = { subjects: 5, letters: 240 } as const

/** Whether a change asks for something to be done. */
export const asks = (word: ComparisonWord): boolean => ['opened', 'reopened', 'worsened'].includes(word)

/** Changes of one word, check, severity and reason as one line. */
export function digestLine(group: readonly ToldChange[]): DigestLine | undefined {
  const first = group[0]?.comparison
  if (!first) return undefined
  const { word, rule, finding } = first
  const check = findCheck(finding.check)
  const remedy = asks(word)
    ? check?.remedy(finding.subject, finding.evidence, finding.provider ?? 'kubeconfig').summary
    : undefined
  return {
    word,
    rule,
    ...(finding.resolution ? { why: finding.resolution } : {}),
    severity: finding.severity,
    check: finding.check,
    title: check?.title ?? finding.check,
    ...(remedy === undefined ? {} : { remedy: safeText(remedy) }),
    clusters: clustersOf(group),
  }
}

function clustersOf(group: readonly ToldChange[]): DigestLine['clusters'] {
  return [...Map.groupBy(group, ({ of }) => of.cluster)].map(([cluster, changes]) => {
    const says = changes.slice(0, most.subjects).map(({ comparison }) => saying(comparison))
    if (changes.length > says.length) says.push(`and ${changes.length - says.length} more`)
    const ownedBy = changes[0]?.of.ownedBy
    return { cluster, ...(ownedBy === undefined ? {} : { ownedBy }), says }
  })
}

/** The object, and what was found there; of one that is resolved the object only, for the rest is no longer so. */
function saying({ word, finding, from }: Comparison): string {
  const subject = subjectLabel(finding.subject)
  const was = from === undefined ? '' : ` (was ${from})`
  if (word === 'resolved') return shortened(safeText(subject), most.letters)
  const found = findCheck(finding.check)?.describe(finding.subject, finding.evidence)
  const text = found === undefined ? subject : `${subject}: ${found}`
  return `${shortened(safeText(text), most.letters)}${was}`
}
