import type { Finding } from '@fleet-auditor/model/finding.ts'
import type { Retention } from '@fleet-auditor/model/retention.ts'
import { targetPartition } from '@fleet-auditor/model/target.ts'
import type { Clock } from '../ports/clock.ts'
import type { StoredFinding } from '../ports/store.ts'
import { changesAfter, type ChangesAfter, type ChangeStore } from './changes-after.ts'
import { isOf } from './finding-life.ts'

const dayMs = 24 * 3600 * 1000

/** Why nothing can be answered as of a time, in words: it lies ahead, or before what the store still has. */
export function notStoredAt(
  at: string,
  { records, findings }: Pick<Retention, 'records' | 'findings'>,
  clock: Clock,
): { readonly message: string; readonly remedy: string } | undefined {
  const days = Math.min(records, findings)
  const ageMs = Date.parse(clock.now()) - Date.parse(at)
  if (ageMs >= 0 && ageMs <= days * dayMs) return undefined
  const message = ageMs < 0 ? `${at} lies ahead` : `nothing is stored of ${at} any more`
  return { message, remedy: `name a time of the last ${days} days` }
}

type AsOf = (finding: StoredFinding) => Promise<StoredFinding | undefined>

/**
 * What a stored finding, open or resolved, was at a time (ISO 8601): open as it then stood, or undefined where it was not
 * open. The changes since are taken back, read where their runs wrote them; the evidence of then is in the record of then.
 * `changedAt` is when it opened where a later change is known only to lie before the time.
 */
export function asOf(at: string, store: ChangeStore): AsOf {
  const since = new Map<string, Promise<ChangesAfter>>()
  const changesSince = (target: StoredFinding['target']): Promise<ChangesAfter> => {
    const key = targetPartition(target)
    const known = since.get(key) ?? changesAfter(target, at, store)
    since.set(key, known)
    return known
  }
  return async (finding) => {
    if (Date.parse(finding.changedAt) <= Date.parse(at)) return finding.state === 'open' ? finding : undefined
    return before(finding, await changesSince(finding.target))
  }
}

/** The finding before the first change that came after the time. */
function before(finding: StoredFinding, { runs, before: records }: ChangesAfter): StoredFinding | undefined {
  const changes = runs.flatMap((run) => run.changes)
  const next = changes.find((change) => change.finding.fingerprint === finding.fingerprint)
  const isNew = next?.kind === 'opened' || next?.kind === 'reopened'
  // Nothing was known of a target before its first record.
  if (isNew || runs.some(({ first }) => first)) return undefined
  const { resolution: _, ...later }: Finding = next?.finding ?? finding
  const { openedAt, openedIn } = later
  const then = records.flatMap(({ verdicts }) => verdicts).find((verdict) => isOf(verdict, finding))
  const seen = then?.verdict === 'fail' ? { evidence: then.evidence, ruleVersion: then.ruleVersion } : {}
  const severity = next?.from ?? then?.severity ?? later.severity
  const target = finding.target
  return { ...later, ...seen, target, severity, state: 'open', changedAt: openedAt, changedIn: openedIn }
}
