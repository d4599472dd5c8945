import type { DigestLine } from '@fleet-auditor/model/digest.ts'
import type { ChangeKind } from '@fleet-auditor/model/finding.ts'
import { calendarWarning } from '../calendar-warning.ts'
import { counted, listed } from '../counted.ts'
import { safeText, shortened } from '../safe-text.ts'
import { fittedTable, wrapped, type Column } from './fitted-table.ts'
import { cut, type Layout, type ReportInput } from './layout.ts'

const words: Readonly<Record<ChangeKind, string>> = {
  opened: 'NEW',
  reopened: 'BACK',
  worsened: 'WORSE',
  improved: 'BETTER',
  resolved: 'FIXED',
  unchanged: 'SAME',
  incomparable: 'UNSURE',
}

/** Only `fixed` is a repair. */
const resolved: Readonly<Partial<Record<NonNullable<DigestLine['why']>, string>>> = {
  'subject-gone': 'GONE',
  'cluster-gone': 'GONE',
  'not-applicable': 'MOOT',
  'rule-changed': 'RULE',
}

const columns: readonly Column[] = [{}, {}, { wraps: true }, { drop: 2 }, { wraps: true }, { drop: 1 }]

/** What changed since the last run, a line for each cluster; in a baseline run only what is critical. */
export function changeLines(input: ReportInput, layout: Layout): string[] {
  const { digest } = input
  // What asks for nothing stands behind the count.
  const [asking, info] = split(digest.lines, ({ severity }) => layout.all || severity !== 'info')
  const rows = asking.flatMap((line) => rowsOf(line, input, layout))
  const { shown, hidden: cutOff } = cut(rows, 8, layout)
  const hidden = cutOff + info.reduce((sum, { clusters }) => sum + clusters.length, 0)
  const lines = [
    ...fittedTable(columns, shown, layout.width),
    ...(hidden > 0 ? [`  … ${counted(hidden, 'more change')}: --all, or fleet-auditor diff`] : []),
    ...newClusters(input).flatMap((line) => wrapped(line, layout.width, '    ')),
    ...(digest.agingCalendars ?? []).flatMap((each) => wrapped(`  ! ${calendarWarning(each)}`, layout.width, '    ')),
  ]
  if (lines.length === 0) return []
  return [layout.paint.bold(digest.baseline ? 'CRITICAL IN THE BASELINE' : 'SINCE THE LAST RUN'), ...lines]
}

function split<T>(all: readonly T[], belongs: (one: T) => boolean): [T[], T[]] {
  return [all.filter(belongs), all.filter((one) => !belongs(one))]
}

function rowsOf(line: DigestLine, { document, named }: ReportInput, { paint }: Layout): string[][] {
  const byKey = new Map(document.clusters.map(({ key, id }) => [key, id]))
  const word = (line.why && resolved[line.why]) ?? words[line.kind]
  return line.clusters.map(({ target, cluster, team, texts }) => {
    const id = byKey.get(target.key)
    const { name, place } = id === undefined ? { name: cluster, place: '' } : named(id)
    // A title does not show how much worse it is, nor which cluster a finding about the fleet names.
    const isVague = line.kind === 'worsened' || target.kind === 'fleet'
    const what = isVague ? (texts[0] ?? line.title) : line.title
    return [
      line.kind === 'resolved' || line.kind === 'improved' ? paint.good(word) : paint.bold(word),
      paint.severity(line.severity, line.severity),
      safeText(name),
      safeText(place),
      `${shortened(what, 120)}${line.rule ? ' (new rule)' : ''}`,
      team ?? '',
    ]
  })
}

function newClusters({ digest: { baseline, newClusters: seen } }: ReportInput): string[] {
  if (baseline || seen.length === 0) return []
  return [
    `  first seen: ${listed(
      seen.map(({ cluster, open }) => `${cluster} (${open} open)`),
      6,
    )}`,
  ]
}
