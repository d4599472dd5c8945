import { evaluatePlane } from '@fleet-auditor/checks/evaluate.ts'
import type { Plane } from '@fleet-auditor/model/fleet-file.ts'
import type { LedgerRow } from '@fleet-auditor/model/run.ts'
import type { Ports } from '../ports/ports.ts'
import { compareWithLast } from '../results/compare-with-last.ts'
import { readLast, recordResult } from '../results/record-result.ts'
import { targetOf, type TargetResult, type Unjudged } from '../results/target-result.ts'
import type { RunContext } from '../run-context.ts'
import { localVantages } from './declared.ts'
import { probePlane } from './probe-plane.ts'

type PlanePorts = Pick<Ports, 'store' | 'clock' | 'prober'>
type PlaneContext = Pick<RunContext, 'run' | 'startedAt' | 'fleet' | 'rules' | 'checks' | 'limits' | 'signal'>

/** Audits planes by their names. One that the fleet file no longer declares is a row with that reason. */
export async function auditPlanes(
  names: readonly string[],
  context: PlaneContext,
  ports: PlanePorts,
): Promise<(TargetResult | Unjudged)[]> {
  const results: (TargetResult | Unjudged)[] = []
  for (const name of names) {
    const plane = context.fleet.planes.find((each) => each.name === name)
    results.push(plane ? await auditPlane(plane, context, ports) : undeclared(name, ports))
  }
  return results
}

/** The planes of a run: none where no check is about planes. */
export const planesOfRun = ({ fleet, checks }: Pick<RunContext, 'fleet' | 'checks'>): string[] =>
  checks.plane.length === 0 ? [] : fleet.planes.map(({ name }) => name)

async function auditPlane(plane: Plane, context: PlaneContext, ports: PlanePorts): Promise<TargetResult> {
  const target = { kind: 'plane', key: plane.name, team: plane.team } as const
  const last = await readLast(targetOf(target), ports)
  const takenAt = ports.clock.now()
  const probes = context.checks.plane.some((check) => check.probes)
  const observations = probes ? await probePlane(plane, context, ports) : []
  const vantages = localVantages(context.fleet)
  const verdicts = evaluatePlane(context.checks.plane, { plane, vantages, observations, takenAt })
  const incarnation = { kind: last.head ? 'same' : 'first', number: 1 } as const
  const judged = { target, row: planeRow(plane.name, { outcome: 'audited' }), takenAt, verdicts, incarnation }
  return recordResult(compareWithLast(judged, last, context), context, ports)
}

const undeclared = (name: string, { clock }: Pick<PlanePorts, 'clock'>): Unjudged => ({
  target: { kind: 'plane', key: name },
  row: planeRow(name, {
    outcome: 'failed',
    cause: 'undeclared',
    detail: 'the fleet file no longer declares this plane',
  }),
  takenAt: clock.now(),
})

const planeRow = (name: string, ended: Pick<LedgerRow, 'outcome' | 'cause' | 'detail'>): LedgerRow => ({
  id: `plane:${name}`,
  kind: 'plane',
  ...ended,
})
