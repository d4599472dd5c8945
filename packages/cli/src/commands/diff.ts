import { diffRuns, type VerdictChange } from '@fleet-auditor/audit/queries/diff-runs.ts'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import { clusterLabel } from '@fleet-auditor/model/cluster-label.ts'
import { subjectLabel } from '@fleet-auditor/model/subject.ts'
import type { Verdict } from '@fleet-auditor/model/verdict.ts'
import { columns } from '@fleet-auditor/report/columns.ts'
import { safeText } from '@fleet-auditor/report/safe-text.ts'
import type { Format } from '../audit-flags.ts'
import { print } from '../print.ts'
import { withStore } from '../with-store.ts'

export interface DiffFlags {
  readonly data: string
  readonly format: Format
  /** Two run ids, or none: the last two. */
  readonly runs: readonly string[]
}

/** What changed between two runs, answer by answer. */
export async function diff(flags: DiffFlags): Promise<void> {
  if (flags.runs.length !== 0 && flags.runs.length !== 2) {
    const named = flags.runs.length === 1 ? 'one run is named' : 'more than two runs are named'
    throw new AuditorError('usage', `${named}: two are compared, or with none the last two`, {
      place: 'fleet-auditor diff',
      remedy: 'list them with: fleet-auditor runs',
    })
  }
  const result = await withStore(flags.data, (store) => diffRuns(flags.runs, store))
  if (flags.format === 'table') {
    const notes = (['from', 'to'] as const)
      .filter((side) => result.onlyIn[side].length > 0)
      .map((side) => `only in ${result[side]}: ${result.onlyIn[side].map(safeText).join(', ')}`)
    print('table', result.changes, (rows) => [`${result.from} → ${result.to}`, ...table(rows), ...notes])
  } else print(flags.format, [result], () => [])
}

function table(rows: readonly VerdictChange[]): string[] {
  if (rows.length === 0) return ['no answer differs']
  return columns(
    rows.map(({ cluster, check, before, after }) => {
      const subject = after?.subject ?? before?.subject
      return [
        safeText(clusterLabel({ id: cluster })),
        check,
        subject ? safeText(subjectLabel(subject)) : '',
        changed(before, after),
      ]
    }),
  )
}

function changed(before: Verdict | undefined, after: Verdict | undefined): string {
  const [was, is] = [word(before), word(after)]
  return was === is ? `${is}, by other evidence` : `${was} → ${is}`
}

function word(verdict: Verdict | undefined): string {
  if (!verdict) return 'none'
  if (verdict.verdict === 'fail') return `fail (${verdict.severity})`
  return verdict.cause ? `${verdict.verdict} (${verdict.cause})` : verdict.verdict
}
