import type { PresentedFinding } from '@fleet-auditor/model/presented-finding.ts'
import type { Provider } from '@fleet-auditor/model/provider.ts'
import type { Remedy } from '@fleet-auditor/model/remedy.ts'
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
}

/** One check failing on n clusters is one line with its remedies, then the clusters. */
export interface RolledCheck {
  readonly check: string
  readonly title: string
  /** The worst of its findings. */
  readonly severity: Severity
  readonly clusters: readonly string[]
  readonly subjects: readonly RolledSubject[]
  readonly remedies: readonly RolledRemedy[]
}

/** The same advice for every subject, each with steps of its own. */
interface RolledRemedy {
  readonly summary: string
  /** Empty: it is the only advice. */
  readonly providers: readonly Provider[]
  readonly places: readonly { readonly cluster: string; readonly subject: string; readonly remedy: Remedy }[]
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
  const subjects = worstFirst.map((finding) => ({
    cluster: safeText(label(finding.cluster)),
    subject: safeText(subjectLabel(finding.subject)),
    severity: finding.severity,
    text: finding.text,
    since: finding.firstSeen,
  }))
  return {
    check: id,
    title: worstFirst[0]?.title ?? id,
    severity: worstFirst[0]?.severity ?? 'info',
    clusters: [...new Set(subjects.map((subject) => subject.cluster))],
    subjects,
    remedies: remediesOf(worstFirst, label),
  }
}

/** One remedy for each advice; the providers are named where advice differs by them. */
function remediesOf(findings: readonly PresentedFinding[], label: (cluster: string) => string): RolledRemedy[] {
  const withRemedy = findings.flatMap((finding) => (finding.remedy ? [{ finding, remedy: finding.remedy }] : []))
  const advices = [...Map.groupBy(withRemedy, ({ remedy }) => remedy.summary)]
  return advices.map(([summary, alike]) => ({
    summary,
    providers: advices.length > 1 ? [...new Set(alike.map(({ finding }) => finding.provider ?? 'kubeconfig'))] : [],
    places: alike.map(({ finding, remedy }) => ({
      cluster: safeText(label(finding.cluster)),
      subject: safeText(subjectLabel(finding.subject)),
      remedy,
    })),
  }))
}
