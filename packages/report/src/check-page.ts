import type { Check } from '@fleet-auditor/checks/define.ts'
import { checklistText } from '@fleet-auditor/model/checklist.ts'

/** One check as a page of Markdown: what `explain` prints and the catalogue is made of. */
export function checkPage(check: Check): string {
  const remedy = check.remedy({ kind: '<kind>', name: '<name>', namespace: '<namespace>' }, undefined, 'kubeconfig')
  const how = [remedy.helm, remedy.command].filter((line) => line !== undefined)
  return [
    `## ${check.id}`,
    '',
    `${check.title}.`,
    '',
    `- Severity: ${check.severity}`,
    `- Scope: ${check.scope}`,
    ...check.answers.map((item) => `- Checklist: ${checklistText(item)}`),
    `- Rule version: ${check.ruleVersion}`,
    ...(check.scope === 'cluster' ? [`- Evidence: ${evidenceOf(check.needs, check.uses)}`] : []),
    '',
    `**Rule.** ${check.rule}`,
    '',
    `**Why it matters.** ${check.why}`,
    '',
    `**Remedy.** ${remedy.summary}`,
    ...(how.length > 0 ? ['', '```sh', ...how, '```'] : []),
    '',
    `**Source.** ${check.source}`,
    '',
  ].join('\n')
}

function evidenceOf(needs: readonly string[], uses: readonly string[]): string {
  const parts: string[] = []
  if (needs.length > 0) parts.push(`needs ${needs.join(', ')}`)
  if (uses.length > 0) parts.push(`uses ${uses.join(', ')}`)
  return parts.join('; ')
}
