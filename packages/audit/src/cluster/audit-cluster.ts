import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import type { LedgerRow } from '@fleet-auditor/model/run.ts'
import type { Target } from '@fleet-auditor/model/target.ts'
import type { FoundCluster } from '../discovery/discover-fleet.ts'
import { errorText } from '../error-text.ts'
import { clusterKey } from '../hash.ts'
import type { Ports } from '../ports/ports.ts'
import { readLast, recordResult } from '../results/record-result.ts'
import { isJudged, type TargetResult, type Unjudged } from '../results/target-result.ts'
import type { RunContext } from '../run-context.ts'
import { collectCluster, storedSnapshot } from './collect-cluster.ts'
import { identify } from './identity.ts'
import { clusterTarget, contextOf, judgeCluster } from './judge-cluster.ts'
import { probeCluster } from './probe-cluster.ts'

type AuditPorts = Omit<Ports, 'discoveries' | 'scopeListers'>

/**
 * One cluster, from connecting to the stored result. A cluster that breaks our own code is a row of its own, and the
 * others go on; throws only AuditorError, for a broken store.
 */
export async function auditCluster(
  found: FoundCluster,
  context: RunContext,
  ports: AuditPorts,
): Promise<TargetResult | Unjudged> {
  const stopped = [context.signal, context.draining].find((signal) => signal?.aborted)
  if (stopped) return unjudged(found, endedEarly(stopped), context, ports)
  ports.progress({ kind: 'cluster-started', cluster: found.cluster.id })
  const result = await attempt(found, context, ports)
  ports.progress({ kind: 'cluster-ended', row: result.row, verdicts: isJudged(result) ? result.verdicts : [] })
  return result
}

async function attempt(found: FoundCluster, context: RunContext, ports: AuditPorts): Promise<TargetResult | Unjudged> {
  const target: Target = { kind: 'cluster', key: clusterKey(found.cluster.locator) }
  try {
    const [taken, last] = await Promise.all([collectCluster(found, context, ports), readLast(target, ports)])
    const { snapshot, before } = await identify(taken, target, last, ports)
    const observations = await probeCluster(snapshot, contextOf(snapshot, [], before, context), context, ports)
    const result = judgeCluster(snapshot, observations, before, context)
    return await recordResult(result, context, ports, storedSnapshot(snapshot))
  } catch (error) {
    if (error instanceof AuditorError) throw error
    return unjudged(found, { outcome: 'failed', cause: 'tool-error', detail: errorText(error) }, context, ports)
  }
}

type Ended = Pick<LedgerRow, 'outcome' | 'cause' | 'detail'>

function endedEarly(signal: AbortSignal): Ended {
  const cancelled = signal.reason instanceof AuditorError && signal.reason.code === 'cancelled'
  return cancelled
    ? { outcome: 'cancelled', cause: 'cancelled', detail: 'the run was cancelled before this cluster was started' }
    : { outcome: 'failed', cause: 'timeout', detail: 'the run’s deadline passed before this cluster was started' }
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
