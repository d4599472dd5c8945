import { evaluateFleet } from '@fleet-auditor/checks/evaluate.ts'
import type { ClusterFacts } from '@fleet-auditor/model/cluster-facts.ts'
import type { LedgerRow } from '@fleet-auditor/model/run.ts'
import { clusterTarget } from '../cluster/judge-cluster.ts'
import { mapConcurrent } from '../map-concurrent.ts'
import type { Ports } from '../ports/ports.ts'
import { compareWithLast } from '../results/compare-with-last.ts'
import { readLast, recordResult } from '../results/record-result.ts'
import { targetOf, type TargetResult } from '../results/target-result.ts'
import type { RunContext } from '../run-context.ts'
import { isGone } from './fleet-facts.ts'

type FleetContext = Pick<RunContext, 'run' | 'startedAt' | 'fleet' | 'rules' | 'checks'>
type FleetPorts = Pick<Ports, 'store' | 'clock'>

/** Histories that are ended at once. */
const atOnce = 16

/** What only the fleet as a whole shows: its own result, and that of every cluster that is gone. */
export async function auditWholeFleet(
  facts: readonly ClusterFacts[],
  context: FleetContext,
  ports: FleetPorts,
): Promise<TargetResult[]> {
  const fleet = await judgeFleet(facts, context, ports)
  const gone = await mapConcurrent(facts.filter(isGone), atOnce, (each) => closeGone(each, context, ports))
  return [...gone, fleet]
}

async function judgeFleet(
  facts: readonly ClusterFacts[],
  context: FleetContext,
  ports: FleetPorts,
): Promise<TargetResult> {
  const { fleet, planes, expectAll } = context.fleet
  const target = { kind: 'fleet', key: 'fleet', name: fleet } as const
  const last = await readLast(targetOf(target), ports)
  const takenAt = ports.clock.now()
  const verdicts = evaluateFleet(context.checks.fleet, { clusters: facts, planes, expectAll, takenAt })
  const row = { id: 'fleet', kind: 'fleet', outcome: 'audited' } as const
  const incarnation = { kind: last.head ? 'same' : 'first', number: 1 } as const
  return recordResult(compareWithLast({ target, row, takenAt, verdicts, incarnation }, last, context), context, ports)
}

/** Ends the history of a cluster that its scope no longer lists: what was open is resolved as `cluster-gone`. */
async function closeGone(facts: ClusterFacts, context: FleetContext, ports: FleetPorts): Promise<TargetResult> {
  const target = clusterTarget(facts.cluster, context.fleet)
  const last = await readLast(targetOf(target), ports)
  const { id } = facts.cluster
  const row: LedgerRow = { id, kind: 'cluster', outcome: 'gone', detail: 'no longer listed by its scope' }
  const incarnation = { kind: 'same', number: last.head?.incarnation ?? 1 } as const
  const judged = { target, row, takenAt: ports.clock.now(), verdicts: [], incarnation }
  const closed = compareWithLast(judged, last, context, true)
  const identity = { uid: last.head?.uid, life: last.head?.life }
  return recordResult({ ...closed, identity }, context, ports)
}
