import { ProbeKind, type Observation } from '@fleet-auditor/model/observation.ts'
import { regionCoordinates, roundTripFloor } from '@fleet-auditor/model/region.ts'
import type { Vantage } from '@fleet-auditor/model/vantage.ts'
import { z } from 'zod'
import type { ClusterContext } from '../context.ts'
import { defineCheck } from '../define.ts'
import { atLeastOne } from '../facts/at-least-one.ts'
import { clusterSubject } from '../facts/cluster-subject.ts'
import { controlAnswered, outcomeText, unmadeBecause } from '../facts/probe-evidence.ts'
import { action, fail, pass, unknown, unknownFrom, type Outcome } from '../outcome.ts'

/** Samples below which a median means little. */
const leastSamples = 5

const milliseconds = z.number().int()
const Latency = z.strictObject({
  vantage: z.string(),
  kind: ProbeKind,
  medianMs: milliseconds,
  minMs: milliseconds,
  connectMs: milliseconds,
  samples: z.number().int(),
})

export const highLatency = defineCheck({
  id: 'high-latency',
  title: 'High latency from the management plane',
  severity: 'medium',
  ruleVersion: 1,
  group: 'multi-cluster',
  answers: ['private-connectivity'],
  rule: 'Median request round trip on a warm connection (API server: GET /version; Broker: connect to INFO) over at least 5 samples, from a vantage that stands for a claiming plane or is in its region: above 150 ms medium, above 300 ms high (thresholds latencyMediumMs, latencyHighMs). Unknown while the control target is silent, and below the physical floor between the regions, where an edge answered.',
  why: 'Every design that is deployed, and every event that is shown, waits for these round trips many times over.',
  source: 'Meshery documentation, Multi-Cluster & Multi-Cloud Operations: cross-region latency',
  evidence: Latency,
  material: ['vantage', 'kind'],
  needs: [],
  uses: ['connection'],
  evaluate({ connection }, context) {
    const vantages = measuring(context)
    if (vantages.length === 0) return [undeclared]
    const names = vantages.map((vantage) => vantage.name)
    const probes = context.observations.filter(
      ({ vantage, target }) => names.includes(vantage) && (target.kind === 'api' || target.kind === 'broker'),
    )
    if (probes.length === 0 && connection.status === 'failed') return [unknownFrom(connection)]
    return atLeastOne(
      probes.flatMap((probe) => judge(probe, vantages, context)),
      'there was nothing to measure',
    )
  },
  describe: (_, { medianMs, connectMs, vantage }) =>
    `${medianMs} ms median round trip (connect ${connectMs} ms) from ${vantage}`,
  remedy: () => ({
    summary: 'Run a plane nearer to its clusters, or let the nearer plane manage this one.',
    steps: [
      {
        summary:
          'Connect the cluster to the nearer Meshery Server, then claim it there: planes[].manages in the fleet file.',
        actsOn: { kind: 'fleet-file', name: 'planes' },
        commands: [],
      },
    ],
  }),
})

const undeclared = unknown(
  'undeclared',
  'no vantage stands for a plane that claims this cluster, or is in its region',
  {
    grant: action(
      'declare a plane that manages this cluster, and a vantage with standsFor or its region, in the fleet file',
    ),
  },
)

const measuring = ({ vantages, planes }: ClusterContext): Vantage[] =>
  vantages.filter((vantage) =>
    planes.some(
      (plane) =>
        vantage.standsFor.includes(plane.name) || (vantage.region !== undefined && vantage.region === plane.region),
    ),
  )

/** One target of one vantage. A target that was not dialled there was never planned from it. */
function judge(
  probe: Observation,
  vantages: readonly Vantage[],
  context: ClusterContext,
): Outcome<z.infer<typeof Latency>>[] {
  const { result, target, vantage } = probe
  const subject = target.subject ?? clusterSubject(context.cluster.id)
  if (result.status === 'not-dialled') {
    const unmade = unmadeBecause(probe)
    return unmade ? [unknown(unmade, outcomeText(probe), { subject })] : []
  }
  const from = vantages.find(({ name }) => name === vantage)
  const timing = result.status === 'answered' ? result.roundTrip : undefined
  if (!timing || result.status !== 'answered') return [unknown('unreachable', outcomeText(probe), { subject })]
  if (from?.control && controlAnswered(vantage, context.observations) !== true) {
    return [unknown('no-vantage', `the control target of ${vantage} did not answer`, { subject })]
  }
  if (timing.samples < leastSamples) {
    return [unknown('timeout', `too few samples were taken on time: ${timing.samples}`, { subject })]
  }
  const floor = floorOf(from?.region ?? regionOfPlane(from, context), context.cluster.region)
  if (floor !== undefined && timing.median < floor * 0.9) {
    const detail = `${timing.median.toFixed(1)} ms is below the ${floor.toFixed(0)} ms that the distance takes: an edge answered`
    return [unknown('terminated-early', detail, { subject })]
  }
  const evidence = {
    vantage,
    kind: target.kind,
    medianMs: Math.round(timing.median),
    minMs: Math.round(timing.min),
    connectMs: Math.round(result.connect.median),
    samples: timing.samples,
  }
  const { latencyMediumMs, latencyHighMs } = context.thresholds
  if (timing.median <= latencyMediumMs) return [pass(subject, evidence)]
  return [fail(subject, evidence, timing.median > latencyHighMs ? 'high' : 'medium')]
}

/** Where a vantage without a region is: where a plane that it stands for is. */
const regionOfPlane = (vantage: Vantage | undefined, { planes }: ClusterContext): string | undefined =>
  planes.find(({ name }) => vantage?.standsFor.includes(name))?.region

function floorOf(from: string | undefined, to: string | undefined): number | undefined {
  const [a, b] = [from && regionCoordinates(from), to && regionCoordinates(to)]
  return a && b ? roundTripFloor(a, b) : undefined
}
