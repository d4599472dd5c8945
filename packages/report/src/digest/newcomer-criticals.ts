import { findCheck } from '@fleet-auditor/checks/registry.ts'
import type { DigestLine } from '@fleet-auditor/model/digest.ts'
import type { ResultSummary } from '@fleet-auditor/model/result-summary.ts'
import { safeText } from '../safe-text.ts'
import type { NameTarget } from './digest-line.ts'

/**
 * Findings of a new cluster are counted, not listed, except critical ones, which need action at once. They join the
 * line of the same check on other clusters. Counts hold no evidence, so the remedy is where to read it.
 */
export function withNewcomerCriticals(
  lines: readonly DigestLine[],
  fresh: readonly ResultSummary[],
  named: NameTarget,
): DigestLine[] {
  const byCheck = new Map<string, DigestLine['clusters'][number][]>()
  for (const summary of fresh) {
    for (const [check, { critical = 0 }] of Object.entries(summary.open)) {
      if (critical === 0) continue
      const text =
        critical === 1 ? 'found in the first run of this cluster' : `${critical} found in the first run of this cluster`
      const clusters = byCheck.get(check) ?? []
      clusters.push({ ...named(summary.target), texts: [text] })
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
    remedy: `for the remedy: fleet-auditor explain ${name}`,
    clusters,
  }
}
