import { clusterLabels } from '@fleet-auditor/model/cluster-label.ts'
import { counted } from '../counted.ts'
import { remedyLines } from '../remedy-text.ts'
import { rollUp, type RolledCheck } from '../roll-up.ts'
import { rollUnknowns } from '../unknowns.ts'
import { wrapped } from './fitted-table.ts'
import type { Layout, ReportInput } from './layout.ts'

const indent = '    '

/** Every open finding by check, with its remedy step by step. */
export function findingDetails({ document }: ReportInput, layout: Layout): string[] {
  const rolled = rollUp(document.findings, clusterLabels(document.clusters))
  if (rolled.length === 0) return []
  return [layout.paint.bold('FINDINGS'), ...rolled.flatMap((check) => checkLines(check, layout))]
}

function checkLines(check: RolledCheck, { paint, width }: Layout): string[] {
  const where = counted(check.clusters.length, 'cluster')
  const title = `  ${paint.severity(check.severity, check.severity)} ${paint.bold(check.check)}: ${check.title} (${where})`
  return [
    ...wrapped(title, width, indent),
    ...check.subjects.flatMap((subject) => wrapped(indent + subjectText(subject), width, `${indent}  `)),
    ...check.remedies.flatMap((remedy) => remedyText(remedy, { paint, width })),
  ]
}

/** What was not seen in this run bears the day of the one that saw it. */
function subjectText({ cluster, subject, severity, text, staleSince }: RolledCheck['subjects'][number]): string {
  const asOf = staleSince === undefined ? '' : ` (as of ${staleSince.slice(0, 16).replace('T', ' ')} UTC)`
  return `${severity} ${cluster}: ${subject}: ${text}${asOf}`
}

/** Commands stay on one line: they are copied. */
function remedyText(
  { summary, providers, places }: RolledCheck['remedies'][number],
  { paint, width }: Pick<Layout, 'paint' | 'width'>,
): string[] {
  const of = providers.length === 0 ? '' : ` (${providers.join(', ')})`
  return [
    ...wrapped(`${indent}→ ${summary}${of}`, width, `${indent}  `),
    ...places.flatMap(({ cluster, subject, remedy }) =>
      remedy.steps.length === 0
        ? []
        : [
            ...wrapped(`${indent}  on ${cluster}: ${subject}:`, width, `${indent}    `).map(paint.dim),
            ...remedyLines(remedy, paint).map((line) => `${indent}  ${line}`),
          ],
    ),
  ]
}

/** Every reason for which checks have no answer, with the checks and what would settle it. */
export function unknownDetails({ document }: ReportInput, { paint, width }: Layout): string[] {
  const rolled = rollUnknowns(document.verdicts, clusterLabels(document.clusters))
  if (rolled.length === 0) return []
  const lines = rolled.flatMap(({ cause, clusters, detail, checks, remedy }) => [
    ...wrapped(`  ${paint.bold(cause)}: ${clusters.join(', ')}: ${detail}`, width, indent),
    ...wrapped(indent + checks.join(', '), width, indent).map(paint.dim),
    ...(remedy === undefined ? [] : wrapped(`${indent}→ ${remedy}`, width, `${indent}  `)),
  ])
  return [paint.bold('NOT CHECKED'), ...lines]
}
