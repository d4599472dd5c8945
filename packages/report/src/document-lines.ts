import type { AuditDocument } from '@fleet-auditor/model/audit-document.ts'

/** One JSON object a line, each with its `kind`: the run, then clusters, verdicts, findings and comparisons. */
export function documentLines(document: AuditDocument): string {
  const { run, clusters, verdicts, findings, comparisons } = document
  const lines = [
    { kind: 'run', ...run },
    ...clusters.map((cluster) => ({ kind: 'cluster', ...cluster })),
    ...verdicts.map((verdict) => ({ kind: 'verdict', ...verdict })),
    ...findings.map((finding) => ({ kind: 'finding', ...finding })),
    ...comparisons.map((comparison) => ({ kind: 'comparison', ...comparison })),
  ]
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('')
}
