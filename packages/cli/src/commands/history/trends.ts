import { trends, type ResolveTimes, type RunTrend } from '@fleet-auditor/audit/history/trends.ts'
import { momentForms } from '@fleet-auditor/model/moment.ts'
import { Severity } from '@fleet-auditor/model/severity.ts'
import { columns } from '@fleet-auditor/report/columns.ts'
import { safeText } from '@fleet-auditor/report/safe-text.ts'
import { printRows } from '../../printing/rows.ts'
import { clock } from '../../wiring/clock.ts'
import { openStoreAt } from '../../wiring/store.ts'
import { defineCommand } from '../define-command.ts'
import { option } from '../options/option.ts'
import { format, storeOptions } from '../options/shared-options.ts'
import { moment } from '../options/values.ts'

/** How long findings take to be fixed, by check and team, and how many were open in each run. */
export const trendsCommand = defineCommand({
  name: 'trends',
  summary: 'how long findings take to be fixed, by check and team, and what was open in each run',
  options: {
    ...storeOptions,
    format,
    since: option('--since <time>', `of findings resolved since then: ${momentForms}`, moment, '30d'),
  },
  notes: [
    '',
    'HOURS are from when a finding last opened to the run that found it fixed. GONE: its subject, its cluster or the',
    'reason to judge it is no longer there. RULE: another version of the rule no longer finds it. Neither was fixed.',
  ].join('\n'),
  async run(input, io) {
    await using store = await openStoreAt(input)
    const result = await trends(input, await store.readRegistry(), { store, clock })
    if (input.format !== 'table') return printRows(io, input.format, [result], () => [])
    const { checks, teams, runs, isWhole, since } = result
    const lines = [
      `Findings resolved since ${since.slice(0, 16)}`,
      ...timesTable(
        'CHECK',
        checks.map(({ check, ...times }) => [check, times]),
      ),
      '',
      ...timesTable(
        'TEAM',
        teams.map(({ team, ...times }) => [team === '' ? '-' : safeText(team), times]),
      ),
      '',
      ...runTable(runs),
      ...(isWhole ? [] : ['', 'More were resolved: these are the last ones. Name a later --since to count them all.']),
    ]
    io.out(`${lines.join('\n')}\n`)
  },
})

function timesTable(name: string, rows: readonly (readonly [string, ResolveTimes])[]): string[] {
  if (rows.length === 0) return [`no finding of any ${name.toLowerCase()} was resolved`]
  const header = [name, 'FIXED', 'MEAN HOURS', 'MEDIAN', 'LONGEST', 'GONE', 'RULE']
  return columns([
    header,
    ...rows.map(([key, { fixed, meanHours, medianHours, longestHours, gone, ruleChanged }]) => [
      key,
      ...[fixed, meanHours, medianHours, longestHours, gone, ruleChanged].map((each) => String(each ?? '-')),
    ]),
  ])
}

function runTable(runs: readonly RunTrend[]): string[] {
  if (runs.length === 0) return ['no run of the whole fleet']
  return columns([
    ['RUN', 'STARTED', `OPEN ${Severity.options.join('/')}`, 'OPENED', 'RESOLVED', 'UNKNOWN'],
    ...runs.map(({ id, startedAt, open, opened, resolved, unknowns }) => [
      id,
      startedAt.slice(0, 16),
      Severity.options.map((severity) => open[severity] ?? 0).join('/'),
      ...[opened, resolved, unknowns].map(String),
    ]),
  ])
}
