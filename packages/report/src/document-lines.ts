import type { AuditDocument } from '@fleet-auditor/model/audit-document.ts'
import { jsonText } from './json-text.ts'

/** One JSON object a line, each with its `kind`: the run, then clusters, verdicts, findings and changes. */
export function documentLines(document: AuditDocument): string {
  const { run, clusters, verdicts, findings, changes } = document
  const lines = [
    { kind: 'run', ...run },
    ...clusters.map((cluster) => ({ kind: 'cluster', ...cluster })),
    ...verdicts.map((verdict) => ({ kind: 'verdict', ...verdict })),
    ...findings.map((finding) => ({ kind: 'finding', ...finding })),
    ...changes.map(({ kind: change, ...rest }) => ({ kind: 'change', change, ...rest })),
  ]
  return lines.map((line) => `${jsonText(line)}\n`).join('')
}
