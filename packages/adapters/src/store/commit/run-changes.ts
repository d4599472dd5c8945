import type { RunChanges } from '@fleet-auditor/audit/ports/store.ts'
import type { Change } from '@fleet-auditor/model/finding.ts'
import { severityRank, type Severity } from '@fleet-auditor/model/severity.ts'

/** What one pass of a run wrote of a target. `first`: the target's first record, with which nothing could be compared. */
export interface RunEvent {
  readonly first: boolean
  readonly changes: readonly Change[]
}

/**
 * The changes of a run out of its passes over one target, in their order: usually one, more where a worker ran twice.
 * Of each finding the first kind shows what was before the run, and the last one what is after it.
 */
export function changesOfPasses(passes: readonly RunEvent[]): RunChanges {
  if (passes.some(({ first }) => first)) return { first: true, changes: [] }
  const byFinding = Map.groupBy(
    passes.flatMap(({ changes }) => changes),
    ({ finding }) => finding.fingerprint,
  )
  const changes = [...byFinding.values()].flatMap((each) => {
    const [earliest, last] = [each[0], each.at(-1)]
    if (!earliest || !last || earliest === last) return earliest ? [earliest] : []
    return folded(earliest, last, each)
  })
  return { first: false, changes }
}

function folded(first: Change, last: Change, all: readonly Change[]): Change[] {
  const isNew = first.kind === 'opened' || first.kind === 'reopened'
  if (last.finding.state === 'resolved') return isNew ? [] : [last]
  const { finding } = last
  if (isNew) return [{ kind: first.kind, finding, rule: first.rule }]
  const rule = all.some((each) => each.rule)
  const from = severityBefore(first)
  const by = severityRank(finding.severity) - severityRank(from)
  if (by === 0) return [{ kind: 'unchanged', finding, rule }]
  return [{ kind: by < 0 ? 'worsened' : 'improved', finding, from, rule }]
}

/** Of a finding that was open before the run: only changes of severity carry another one than the finding. */
const severityBefore = ({ from, finding }: Change): Severity => from ?? finding.severity
