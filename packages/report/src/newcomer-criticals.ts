import { findCheck } from '@fleet-auditor/checks/registry.ts'
import type { ResultSummary } from '@fleet-auditor/model/result-summary.ts'
import type { DigestLine } from '@fleet-auditor/model/digest.ts'
import { safeText } from './safe-text.ts'

type Named = Omit<DigestLine['clusters'][number], 'says'>

/**
 * A cluster's first night is counted, not told; but what is critical there is told all the same, for somebody must go
 * at once. Joins the lines that say so of other clusters. Counts hold no evidence, so the remedy is where to read it.
 */
export function withNewcomerCriticals(
  lines: readonly DigestLine[],
  fresh: readonly ResultSummary[],
  named: (report: ResultSummary) => Named,
): DigestLine[] {
  const byCheck = new Map<string, DigestLine['clusters'][number][]>()
  for (const report of fresh) {
    for (const [check, { critical = 0 }] of Object.entries(report.open)) {
      if (critical === 0) continue
      const says =
        critical === 1 ? 'there when the cluster was first seen' : `${critical} when the cluster was first seen`
      const clusters = byCheck.get(check) ?? []
      clusters.push({ ...named(report), says: [says] })
      byCheck.set(check, clusters)
    }
  }
  const joined = lines.map((line) => {
    const more = isOpenedCritical(line) ? byCheck.get(line.check) : undefined
    if (!more) return line
    byCheck.delete(line.check)
    return { ...line, clusters: [...line.clusters, ...more] }
  })
  return [...joined, ...[...byCheck].map(([check, clusters]) => lineOf(check, clusters))]
}

const isOpenedCritical = ({ kind, rule, severity }: DigestLine): boolean =>
  kind === 'opened' && !rule && severity === 'critical'

function lineOf(check: string, clusters: DigestLine['clusters']): DigestLine {
  const name = safeText(check)
  return {
    kind: 'opened',
    rule: false,
    severity: 'critical',
    check: name,
    title: findCheck(check)?.title ?? name,
    remedy: `see what to do: fleet-auditor explain ${name}`,
    clusters,
  }
}
