import { vanishedCluster } from '@fleet-auditor/checks/catalog/vanished-cluster.ts'
import { canonical } from '@fleet-auditor/model/canonical.ts'
import { isReported, type Change, type Finding } from '@fleet-auditor/model/finding.ts'
import type { OpenByCheck, ResultSummary } from '@fleet-auditor/model/result-summary.ts'
import type { StoredVerdict } from '@fleet-auditor/model/verdict.ts'
import type { RunChanges } from '../ports/store.ts'
import type { RunContext } from '../run-context.ts'
import { acceptedBy, endedWaivers, type AcceptedFindings, type RunBefore } from './accepted-findings.ts'
import { latencyTo } from './latency.ts'
import type { TargetResult, Unjudged } from './target-result.ts'

type Summarised = Pick<
  TargetResult,
  'target' | 'row' | 'takenAt' | 'staleSince' | 'findings' | 'accepted' | 'cluster'
> & {
  /** Just judged, or from the store. */
  readonly verdicts: readonly StoredVerdict[]
}

/**
 * A result in about 1 KB. `before`: the run in which the target was last read before this one, whose waivers may have
 * ended since.
 */
export function summaryOf(
  result: Summarised,
  changed: RunChanges,
  before: RunBefore | undefined,
  { fleet, startedAt }: Pick<RunContext, 'fleet' | 'startedAt'>,
): ResultSummary {
  const { target, row, takenAt, staleSince, findings, verdicts, accepted, cluster } = result
  // A cluster that is gone is never new, even where no run recorded it.
  const first = changed.first && row.outcome !== 'gone'
  const changes = first ? [] : reportedChanges(changed.changes, accepted)
  return {
    target,
    row,
    takenAt,
    staleSince,
    presence: target.kind === 'cluster' ? cluster.presence : undefined,
    settings: cluster.settings,
    first,
    ...openOf(findings, accepted),
    unknowns: unknownsOf(verdicts),
    changes,
    ...endedWaivers({ findings, changes, accepted, target }, before, startedAt),
    acceptedBy: acceptedBy(findings, accepted, fleet),
    latency: target.kind === 'cluster' ? latencyTo(target.cluster, cluster.observations, fleet) : [],
  }
}

/** A target that was not judged: its row gives the reason. What is open stands as it stood, for others to fill in. */
export const summaryOfUnjudged = ({ target, row, takenAt }: Unjudged): ResultSummary => ({
  target,
  row,
  takenAt,
  first: false,
  open: {},
  waived: 0,
  unknowns: [],
  changes: [],
  latency: [],
})

/** Open findings by check, those with a waiver apart. */
export function openOf(
  findings: readonly Finding[],
  accepted: AcceptedFindings,
): Pick<ResultSummary, 'open' | 'waived'> {
  const open: OpenByCheck = {}
  let waived = 0
  for (const { state, fingerprint, check, severity } of findings) {
    if (state !== 'open') continue
    if (accepted.has(fingerprint)) waived++
    else {
      const bySeverity = (open[check] ??= {})
      bySeverity[severity] = (bySeverity[severity] ?? 0) + 1
    }
  }
  return { open, waived }
}

/** One for each check and reason, however many subjects it left unanswered. */
function unknownsOf(verdicts: readonly StoredVerdict[]): ResultSummary['unknowns'] {
  const unknowns = new Map<string, ResultSummary['unknowns'][number]>()
  for (const answer of verdicts) {
    if (answer.verdict !== 'unknown') continue
    const { check, cause, detail, grant } = answer
    const unknown = { check, cause, detail, grant }
    const key = canonical(unknown)
    const before = unknowns.get(key)
    unknowns.set(key, before ? { ...before, answers: (before.answers ?? 1) + 1 } : unknown)
  }
  return [...unknowns.values()]
}

/**
 * What changed and has no waiver, in the order of checks and fingerprints. Without `material`, which only the store
 * compares by: ten thousand summaries must fit in one function.
 */
const reportedChanges = (changes: readonly Change[], accepted: AcceptedFindings): Change[] =>
  changes
    .filter((change) => isReported(change.kind) && !accepted.has(change.finding.fingerprint) && !isForgotten(change))
    .map((change) => ({ ...change, finding: { ...change.finding, material: '' } }))
    .toSorted(({ finding: a }, { finding: b }) => (orderOf(a) < orderOf(b) ? -1 : 1))

/**
 * A cluster that is gone is reported in the run that finds it gone; that it is not missed any more is no news. Where no
 * cluster is left, the check itself no longer applies. One that is listed again is news: `fixed`.
 */
const isForgotten = ({ kind, finding }: Change): boolean =>
  kind === 'resolved' && finding.check === vanishedCluster.id && finding.resolution !== 'fixed'

const orderOf = ({ check, fingerprint }: Finding): string => `${check} ${fingerprint}`
