import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import type { Observation } from '@fleet-auditor/model/observation.ts'
import type { LedgerRow } from '@fleet-auditor/model/run.ts'
import type { Target } from '@fleet-auditor/model/target.ts'
import type { FoundCluster } from '../discovery/discover-fleet.ts'
import { errorText } from '../error-text.ts'
import { clusterKey } from '../hash.ts'
import type { Ports } from '../ports/ports.ts'
import { readLast, recordResult } from '../results/record-result.ts'
import { isJudged, type TargetResult, type Unjudged } from '../results/target-result.ts'
import type { RunContext } from '../run-context.ts'
import { collectCluster, storedSnapshot, type ClusterSnapshot } from './collect-cluster.ts'
import { identify, type Before } from './identity.ts'
import { clusterTarget, contextOf, judgeCluster } from './judge-cluster.ts'
import { probeCluster } from './probe-cluster.ts'

type AuditPorts = Omit<Ports, 'discoveries' | 'scopeListers'>

/** One cluster, from connecting to the stored result. */
export const auditCluster = (
  found: FoundCluster,
  context: RunContext,
  ports: AuditPorts,
): Promise<TargetResult | Unjudged> => auditFound(found, context, ports, () => collectAndJudge(found, context, ports))

/**
 * One cluster, however its snapshot comes about. One that breaks our own code is a row of its own, and the others go on;
 * throws only AuditorError, for a broken store.
 */
export async function auditFound(
  found: FoundCluster,
  context: RunContext,
  ports: Pick<Ports, 'clock' | 'progress'>,
  attempt: () => Promise<TargetResult | Unjudged>,
): Promise<TargetResult | Unjudged> {
  const stopped = [context.signal, context.draining].find((signal) => signal?.aborted)
  if (stopped) return unjudged(found, endedEarly(stopped, 'started'), context, ports)
  ports.progress({ kind: 'cluster-started', cluster: found.cluster.id })
  const result = await orFailed(attempt, (failure) => unjudged(found, failure, context, ports))
  ports.progress({ kind: 'cluster-ended', row: result.row, verdicts: isJudged(result) ? result.verdicts : [] })
  return result
}

/** What an attempt comes to, or what its failure means where our own code broke. AuditorErrors are thrown on. */
export async function orFailed<T>(attempt: () => Promise<T>, failure: (ended: Ended) => T): Promise<T> {
  try {
    return await attempt()
  } catch (error) {
    if (error instanceof AuditorError) throw error
    return failure({ outcome: 'failed', cause: 'tool-error', detail: errorText(error) })
  }
}

async function collectAndJudge(
  found: FoundCluster,
  context: RunContext,
  ports: AuditPorts,
): Promise<TargetResult | Unjudged> {
  const target: Target = { kind: 'cluster', key: clusterKey(found.cluster.locator) }
  const [taken, last] = await Promise.all([collectCluster(found, context, ports), readLast(target, ports)])
  const { snapshot, before } = await identify(taken, target, last, ports)
  const observations = await probeCluster(snapshot, contextOf(snapshot, [], before, context), context, ports)
  return recordJudged(snapshot, observations, before, { context, ports })
}

/** Judges and stores. A run that has ended meanwhile stores nothing more: recording takes its time, too. */
export async function recordJudged(
  snapshot: ClusterSnapshot,
  observations: readonly Observation[],
  before: Before,
  { context, ports }: { readonly context: RunContext; readonly ports: Pick<Ports, 'store' | 'clock'> },
): Promise<TargetResult | Unjudged> {
  const result = judgeCluster(snapshot, observations, before, context)
  const { signal } = context
  // A cluster that was cut off is stored as such: its row gives the reason.
  const isCutOff = signal.aborted && result.row.outcome === 'audited'
  if (isCutOff) return unjudged(snapshot.found, endedEarly(signal, 'recorded'), context, ports)
  return recordResult(result, context, ports, storedSnapshot(snapshot))
}

type Ended = Pick<LedgerRow, 'outcome' | 'cause' | 'detail'>

function endedEarly(signal: AbortSignal, before: 'started' | 'recorded'): Ended {
  const cancelled = signal.reason instanceof AuditorError && signal.reason.code === 'cancelled'
  return cancelled
    ? { outcome: 'cancelled', cause: 'cancelled', detail: `the run was cancelled before this cluster was ${before}` }
    : { outcome: 'failed', cause: 'timeout', detail: `the run’s deadline passed before this cluster was ${before}` }
}

/** A cluster that was not audited, with the reason in its row. */
export const unjudged = (
  { cluster }: FoundCluster,
  ended: Ended,
  { fleet }: Pick<RunContext, 'fleet'>,
  { clock }: Pick<Ports, 'clock'>,
): Unjudged => ({
  target: clusterTarget(cluster, fleet),
  row: { id: cluster.id, kind: 'cluster', ...ended },
  takenAt: clock.now(),
})
