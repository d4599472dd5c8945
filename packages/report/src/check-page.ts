import type { Check } from '@fleet-auditor/checks/define.ts'
import { generalRemedy } from '@fleet-auditor/checks/describe-finding.ts'
import { checklistText } from '@fleet-auditor/model/checklist.ts'
import type { Remedy, RemedyStep } from '@fleet-auditor/model/remedy.ts'
import { unrunNote } from './remedy-text.ts'

/** One check as a page of Markdown: what `explain` prints and the catalogue is made of. */
export function checkPage(check: Check): string {
  const remedy = generalRemedy(check)
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
    ...stepsOf(remedy),
    '',
    `**Source.** ${check.source}`,
    '',
  ].join('\n')
}

/** As a shell script: what is no command is a comment. */
function stepsOf({ steps, alternatives = [] }: Remedy): string[] {
  if (steps.length === 0) return []
  const others = alternatives.flatMap((other) => ['', `# or: ${other.summary}`, ...other.steps.flatMap(stepLines)])
  return ['', '```sh', ...steps.flatMap(stepLines), ...others, '```']
}

const stepLines = ({ summary, interrupts, commands }: RemedyStep): string[] => [
  `# ${summary}`,
  ...(interrupts === undefined ? [] : [`# Interrupts: ${interrupts}`]),
  ...unrunNote(commands).map((note) => `# ${note}`),
  ...commands,
]

function evidenceOf(needs: readonly string[], uses: readonly string[]): string {
  const parts: string[] = []
  if (needs.length > 0) parts.push(`needs ${needs.join(', ')}`)
  if (uses.length > 0) parts.push(`uses ${uses.join(', ')}`)
  return parts.join('; ')
}
