import { diffRuns, type VerdictChange } from '@fleet-auditor/audit/queries/diff-runs.ts'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import { clusterLabels } from '@fleet-auditor/model/cluster-label.ts'
import { subjectLabel } from '@fleet-auditor/model/subject.ts'
import { subjectOf, type StoredVerdict } from '@fleet-auditor/model/verdict.ts'
import { columns } from '@fleet-auditor/report/columns.ts'
import { safeText } from '@fleet-auditor/report/safe-text.ts'
import { printRows } from '../printing/rows.ts'
import { clock } from '../wiring/clock.ts'
import { openStore } from '../wiring/store.ts'
import { defineCommand } from './define-command.ts'
import { repeatedArgument } from './options/option.ts'
import { dataFolder, format } from './options/shared-options.ts'
import { text } from './options/values.ts'

/** What changed between two runs, verdict by verdict. */
export const diffCommand = defineCommand({
  name: 'diff',
  summary: 'what changed between two runs, by default the last two',
  arguments: { runs: repeatedArgument('[runs...]', 'two run ids', 'fleet-auditor diff', text) },
  options: { data: dataFolder, format },
  async run({ data, format: as, runs }, io) {
    if (runs.length !== 0 && runs.length !== 2) throw notTwo(runs.length)
    await using store = await openStore(data)
    const result = await diffRuns(runs, { store, clock })
    if (as !== 'table') return printRows(io, as, [result], () => [])
    const notes = (['from', 'to'] as const)
      .filter((side) => result.onlyIn[side].length > 0)
      .map((side) => `only in ${result[side]}: ${result.onlyIn[side].map(safeText).join(', ')}`)
    printRows(io, as, result.changes, (rows) => [`${result.from} → ${result.to}`, ...table(rows), ...notes])
  },
})

function notTwo(given: number): AuditorError {
  const named = given === 1 ? 'one run is named' : 'more than two runs are named'
  return new AuditorError('usage', `${named}: two are compared, or with none the last two`, {
    place: 'fleet-auditor diff',
    remedy: 'list them with: fleet-auditor runs',
  })
}

function table(rows: readonly VerdictChange[]): string[] {
  if (rows.length === 0) return ['no change']
  const label = clusterLabels(rows.map(({ cluster }) => ({ id: cluster })))
  return columns(
    rows.map(({ cluster, check, before, after }) => {
      const subject = (after && subjectOf(after)) ?? (before && subjectOf(before))
      return [
        safeText(label(cluster)),
        check,
        subject ? safeText(subjectLabel(subject)) : '',
        changeText(before, after),
      ]
    }),
  )
}

function changeText(before: StoredVerdict | undefined, after: StoredVerdict | undefined): string {
  const [was, is] = [verdictText(before), verdictText(after)]
  return was === is ? `${is}, by other evidence` : `${was} → ${is}`
}

function verdictText(verdict: StoredVerdict | undefined): string {
  if (!verdict) return 'none'
  if (verdict.verdict === 'fail') return `fail (${verdict.severity})`
  return verdict.verdict === 'unknown' ? `unknown (${verdict.cause})` : verdict.verdict
}
