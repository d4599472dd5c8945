import type { Readiness } from '@fleet-auditor/model/readiness.ts'
import { markdownCell } from '../cell-text.ts'
import { counted } from '../counted.ts'
import { answersTo, headline, partsOf, reasonsOf, stateCounts, stateWords } from './readiness-parts.ts'

/** The readiness report as Markdown: a table for each group, then the evidence of each line. */
export function readinessMarkdown(report: Readiness): string {
  const parts = partsOf(report)
  return [
    `# Production readiness of ${markdownCell(report.fleet)}`,
    '',
    `${report.at}: ${headline(report)}; ${counted(report.targets.length, 'target')}.`,
    ...parts.flatMap(({ title, items }) => [
      '',
      `## ${title}`,
      '',
      `${stateCounts(items)}.`,
      '',
      '| state | was | line | answered by |',
      '|---|---|---|---|',
      ...items.map(
        ({ state, was, text, answeredBy }) =>
          `| **${stateWords[state]}** | ${was ? stateWords[was] : ''} | ${text} | ${answeredBy.map((id) => `\`${id}\``).join(' ')} |`,
      ),
      ...items.flatMap((item) => evidenceLines(item.item, item.text, report)),
    ]),
    '',
  ].join('\n')
}

function evidenceLines(item: string, text: string, { targets }: Readiness): string[] {
  const answers = answersTo(item, targets).filter(({ answer }) => answer.state !== 'not-applicable')
  if (answers.length === 0) return []
  return [
    '',
    `### ${text}`,
    '',
    ...answers.flatMap(({ target, answer }) => [
      `- **${markdownCell(target.name)}** (${markdownCell(target.id)}): ${stateWords[answer.state]}`,
      ...reasonsOf(answer).map((reason) => `  - ${markdownCell(reason)}`),
    ]),
  ]
}
