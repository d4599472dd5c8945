import type { Check, Remedy } from '@fleet-auditor/checks/define.ts'
import { remedyOf } from '@fleet-auditor/checks/describe-finding.ts'
import { findCheck } from '@fleet-auditor/checks/registry.ts'
import { canonical } from '@fleet-auditor/model/canonical.ts'
import type { PresentedFinding } from '@fleet-auditor/model/presented-finding.ts'
import type { Provider } from '@fleet-auditor/model/provider.ts'
import { severityRank, type Severity } from '@fleet-auditor/model/severity.ts'
import { subjectLabel } from '@fleet-auditor/model/subject.ts'
import { safeText } from './safe-text.ts'

/** One subject of a rolled-up check, in words. */
interface RolledSubject {
  readonly cluster: string
  readonly subject: string
  readonly severity: Severity
  readonly text: string
  readonly since: string
  /** Its cluster could not be read since. */
  readonly staleSince?: string
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
interface RolledRemedy {
  readonly provider: Provider | 'any'
  readonly remedy: Remedy
  /** How many more subjects have commands of their own, with other names in them. */
  readonly alike: number
}

/** Open findings that no waiver accepts, by check, worst first, then by how many clusters they touch; `label` of an id. */
export function rollUp(findings: readonly PresentedFinding[], label: (cluster: string) => string): RolledCheck[] {
  const open = findings.filter((finding) => finding.state === 'open' && !finding.waived)
  const rolled = [...Map.groupBy(open, (finding) => finding.check)].map(([check, of]) => rollCheck(check, of, label))
  return rolled.toSorted(
    (a, b) =>
      severityRank(a.severity) - severityRank(b.severity) ||
      b.clusters.length - a.clusters.length ||
      (a.check < b.check ? -1 : 1),
  )
}

function rollCheck(id: string, findings: readonly PresentedFinding[], label: (cluster: string) => string): RolledCheck {
  const worstFirst = findings.toSorted((a, b) => severityRank(a.severity) - severityRank(b.severity))
  const check = findCheck(id)
  const subjects = worstFirst.map((finding) => ({
    cluster: safeText(label(finding.cluster)),
    subject: safeText(subjectLabel(finding.subject)),
    severity: finding.severity,
    text: finding.text,
    since: finding.firstSeen,
    staleSince: finding.staleSince,
  }))
  return {
    check: id,
    title: worstFirst[0]?.title ?? id,
    severity: worstFirst[0]?.severity ?? 'info',
    clusters: [...new Set(subjects.map((subject) => subject.cluster))],
    subjects,
    remedies: check ? remediesOf(worstFirst, check) : [],
  }
}

/** One remedy by provider and advice; `any` where all providers share it to the letter. */
function remediesOf(findings: readonly PresentedFinding[], check: Check): RolledCheck['remedies'] {
  const advices = new Map<string, { providers: Set<Provider>; variants: Map<string, Remedy> }>()
  for (const finding of findings) {
    const { provider = 'kubeconfig' } = finding
    const remedy = remedyOf(check, finding)
    // Advice that names no cloud is the same on all of them.
    const general = remedyOf(check, { ...finding, provider: 'kubeconfig' })
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
