import { findCheck } from '@fleet-auditor/checks/registry.ts'
import type { AuditDocument } from '@fleet-auditor/model/audit-document.ts'
import { canonical } from '@fleet-auditor/model/canonical.ts'
import { severityRank, type Severity } from '@fleet-auditor/model/severity.ts'
import { subjectLabel } from '@fleet-auditor/model/subject.ts'
import type { Remedy } from '@fleet-auditor/checks/define.ts'
import type { Provider } from '@fleet-auditor/model/provider.ts'
import { safeText } from './safe-text.ts'

type ToldFinding = AuditDocument['findings'][number]

/** One subject of a rolled-up check, worded. */
export interface RolledSubject {
  readonly cluster: string
  readonly subject: string
  readonly severity: Severity
  readonly says: string
  readonly since: string
}

/** One check failing on n clusters is one line with one remedy per provider, then the clusters. */
export interface RolledCheck {
  readonly check: string
  readonly title: string
  /** The worst of its findings. */
  readonly severity: Severity
  readonly clusters: readonly string[]
  readonly subjects: readonly RolledSubject[]
  readonly remedies: readonly RolledRemedy[]
}

/** The same advice for every subject; `remedy` has the commands for the first one. */
export interface RolledRemedy {
  readonly provider: Provider | 'any'
  readonly remedy: Remedy
  /** How many more subjects have commands of their own, with other names in them. */
  readonly alike: number
}

/** Open findings that nobody accepted, by check, worst first, then by how many clusters they touch; `label` of an id. */
export function rollUp(findings: readonly ToldFinding[], label: (cluster: string) => string): RolledCheck[] {
  const open = findings.filter((finding) => finding.state === 'open' && !finding.waived)
  const rolled = [...Map.groupBy(open, (finding) => finding.check)].map(([check, of]) => rollCheck(check, of, label))
  return rolled.toSorted(
    (a, b) =>
      severityRank(a.severity) - severityRank(b.severity) ||
      b.clusters.length - a.clusters.length ||
      (a.check < b.check ? -1 : 1),
  )
}

function rollCheck(id: string, findings: readonly ToldFinding[], label: (cluster: string) => string): RolledCheck {
  const worstFirst = findings.toSorted((a, b) => severityRank(a.severity) - severityRank(b.severity))
  const check = findCheck(id)
  const subjects = worstFirst.map((finding) => ({
    cluster: safeText(label(finding.cluster)),
    subject: safeText(subjectLabel(finding.subject)),
    severity: finding.severity,
    says: safeText(check?.describe(finding.subject, finding.evidence) ?? 'the check is no longer in the catalogue'),
    since: finding.openedAt,
  }))
  return {
    check: id,
    title: check?.title ?? id,
    severity: worstFirst[0]?.severity ?? 'info',
    clusters: [...new Set(subjects.map((subject) => subject.cluster))],
    subjects,
    remedies: remediesOf(worstFirst, check),
  }
}

/** One remedy by provider and advice; `any` where all providers share it to the letter. */
function remediesOf(findings: readonly ToldFinding[], check: ReturnType<typeof findCheck>): RolledCheck['remedies'] {
  const advices = new Map<string, { providers: Set<Provider>; variants: Map<string, Remedy> }>()
  for (const { subject, evidence, provider = 'kubeconfig' } of findings) {
    const remedy = check?.remedy(subject, evidence, provider)
    if (!remedy) continue
    // What the remedy says of no cloud in particular is the same advice on all of them.
    const general = check?.remedy(subject, evidence, 'kubeconfig')
    const shared = canonical(remedy) === canonical(general)
    const key = canonical([remedy.summary, shared ? 'any' : provider])
    const advice = advices.get(key) ?? { providers: new Set(), variants: new Map<string, Remedy>() }
    if (!shared) advice.providers.add(provider)
    advice.variants.set(canonical(remedy), remedy)
    advices.set(key, advice)
  }
  return [...advices.values()].flatMap(({ providers, variants }): RolledRemedy[] => {
    const [remedy] = variants.values()
    const [provider = 'any'] = providers
    return remedy ? [{ provider, remedy, alike: variants.size - 1 }] : []
  })
}
