import type { Plane } from '@fleet-auditor/model/fleet-file.ts'
import type { BrokerResource } from '@fleet-auditor/model/meshery-resource.ts'
import type { Observation } from '@fleet-auditor/model/observation.ts'
import type { ServiceFacts } from '@fleet-auditor/model/service-facts.ts'
import type { Subject } from '@fleet-auditor/model/subject.ts'
import type { Workload } from '@fleet-auditor/model/workload.ts'
import { z } from 'zod'
import type { ClusterContext } from '../context.ts'
import { defineCheck } from '../define.ts'
import { atLeastOne } from '../facts/at-least-one.ts'
import { brokerServices, serviceSubject, type BrokerService } from '../facts/broker-services.ts'
import { discoveryMode, otherMode } from '../facts/discovery-mode.ts'
import { ofComponent } from '../facts/meshery.ts'
import { planesOutside, unclearPlane } from '../facts/planes-outside.ts'
import { controlAnswered, outcomeText, probesOf, unmadeBecause } from '../facts/probe-evidence.ts'
import { endpointOverride } from '../facts/signals/endpoint-override.ts'
import { admitsAll, restrictionOf } from '../facts/source-ranges.ts'
import { action, fail, notApplicable, nothingHere, pass, unknown, type Outcome, type Unknown } from '../outcome.ts'
import { clusterIP, limited } from '../remedies/close-broker.ts'
import { resourceChange } from '../remedies/resource-change.ts'

/** `seen`: what the probe got from the endpoint; absent: there is none to dial. */
const Silent = z.strictObject({ plane: z.string(), endpoint: z.string(), seen: z.string().optional() })
const Answered = z.strictObject({ plane: z.string(), seen: z.string() })

export const unreachableBroker = defineCheck({
  id: 'unreachable-broker',
  title: 'The plane cannot reach the Broker',
  severity: 'critical',
  ruleVersion: 3,
  group: 'networking',
  answers: ['caveat-broker-reach', 'broker-endpoint', 'node-watch', 'component-broker'],
  rule: 'Operator mode, a plane that claims the cluster from outside, and no external endpoint of the Broker answers with a NATS INFO from a vantage that stands for the plane, while that vantage’s control target answers. Source ranges that leave the vantage out prove nothing (unknown: filtered). A ClusterIP with the managed port-forward is not-applicable; medium where the port-forward can stand in; it finds no legacy Broker.',
  why: 'Cross-cloud reachability of the Broker is the most common multi-cloud failure: the plane shows what it saw last.',
  source: 'Meshery documentation, Multi-Cluster & Multi-Cloud Operations; Known caveats',
  evidence: Silent,
  passEvidence: Answered,
  material: ['plane', 'endpoint'],
  needs: ['services', 'workloads', 'brokers', 'meshSyncs'],
  uses: [],
  evaluate({ services, workloads, brokers, meshSyncs }, context) {
    const mode = discoveryMode(workloads, [...brokers, ...meshSyncs], context.planes)
    if (mode.mode !== 'operator') return [otherMode(mode)]
    const found = brokerServices(services, workloads, brokers).filter(
      ({ client, unresolved }) => client.length + unresolved.length > 0,
    )
    if (found.length === 0) return [nothingHere('no Service leads to a Broker here (see missing-broker)')]
    const inside = ofComponent(workloads, 'server').length > 0
    if (context.planes.length === 0 && !inside) return [undeclared]
    const { outside, unclear } = planesOutside(context.planes, workloads)
    const outcomes = outside.map((plane) => judge(plane, { found, brokers, workloads }, context))
    return atLeastOne([...outcomes, ...unclear.map(unclearPlane)], 'the Server is in the cluster')
  },
  describe: (_, { plane, seen }) => `from where plane ${plane} stands: ${seen ?? 'there is no external endpoint'}`,
  remedy: ({ namespace }, _, where) => ({
    summary:
      'Open the Broker to the plane’s egress (Broker resource, spec.service), or let the plane use its managed port-forward.',
    steps: resourceChange(where, {
      kind: 'Broker',
      namespace,
      summary: 'Make it a load balancer that admits the plane alone.',
      spec: limited,
      interrupts:
        'The Broker gets an address that the plane has to learn. Other ranges that were admitted are not any more.',
      undo: clusterIP,
    }).steps,
    alternatives: [
      {
        summary: 'Let the plane use its managed port-forward (MESHERY_MANAGED_BROKER_PORTFORWARD of the Server)',
        steps: [
          {
            summary: 'Switch it on in the Server, and declare it: portForward: true of the plane in the fleet file.',
            actsOn: { kind: 'fleet-file', name: 'planes[].portForward' },
            commands: [],
          },
        ],
      },
    ],
  }),
})

const undeclared = unknown(
  'undeclared',
  'no plane of the fleet file claims this cluster, so it is not known from where the Broker must be reached',
  {
    grant: action('claim the cluster under planes[].manages in the fleet file'),
  },
)

interface Endpoints {
  readonly found: readonly BrokerService[]
  readonly brokers: readonly BrokerResource[]
  readonly workloads: readonly Workload[]
}

function judge(
  plane: Plane,
  endpoints: Endpoints,
  context: ClusterContext,
): Outcome<z.infer<typeof Silent>, z.infer<typeof Answered>> {
  const { found, brokers } = endpoints
  const [first] = found
  const external = found.filter(
    ({ service }) =>
      service.type !== 'ClusterIP' || service.externalIPs.length > 0 || endpointOverride(service, brokers),
  )
  const subject = first ? serviceSubject(first.service, `plane ${plane.name}`) : { kind: 'Plane', name: plane.name }
  const forwarded = plane.portForward && forwardable(endpoints)
  if (external.length === 0) {
    if (forwarded) return notApplicable('a ClusterIP, which the plane reaches by its managed port-forward')
    return fail(subject, { plane: plane.name, endpoint: 'none' })
  }
  const standing = context.vantages.filter((vantage) => vantage.standsFor.includes(plane.name))
  const probes = external.flatMap(({ service }) =>
    advertised(service, probesOf(service, 'broker', standing, context.observations), brokers),
  )
  const answered = probes.find(({ probe }) => probe.result.status === 'answered' && probe.result.nats)
  if (answered) return pass(subject, { plane: plane.name, seen: outcomeText(answered.probe) })
  const dialled = probes.find(({ probe }) => probe.result.status !== 'not-dialled')
  const unmade = probes.map(({ probe }) => ({ probe, cause: unmadeBecause(probe) })).find(({ cause }) => cause)
  if (!dialled && unmade?.cause) return unknown(unmade.cause, outcomeText(unmade.probe), { subject })
  if (!dialled) return unprobed(plane, standing.length, subject)
  const filtered = filteredBy(dialled.service, dialled.probe.vantage, plane, context)
  if (filtered) return unknown('filtered', filtered, { subject })
  if (controlAnswered(dialled.probe.vantage, context.observations) !== true) {
    return unknown(
      'no-vantage',
      `${outcomeText(dialled.probe)}, and the vantage’s control target did not answer either`,
      { subject },
    )
  }
  const evidence = { plane: plane.name, endpoint: dialled.probe.target.host, seen: outcomeText(dialled.probe) }
  return fail(subject, evidence, forwarded ? 'medium' : 'critical')
}

/** An override is what Servers dial: the Service's own addresses are none of theirs then. */
function advertised(service: ServiceFacts, probes: readonly Observation[], brokers: readonly BrokerResource[]) {
  const override = endpointOverride(service, brokers)
  const named = probes.filter(
    ({ target }) => !override || (target.host === override.host && target.port === override.port),
  )
  return named.map((probe) => ({ service, probe }))
}

/** The managed port-forward looks for pods labelled as the modern chart does; it never finds a legacy Broker. */
function forwardable({ workloads }: Endpoints): boolean {
  const pods = ofComponent(workloads, 'broker')
  return pods.length === 0 || pods.some(({ podLabels }) => podLabels['app.kubernetes.io/name'] === 'nats')
}

function unprobed(plane: Plane, standing: number, subject: Subject): Unknown<never> {
  const detail =
    standing === 0 ? `no vantage stands for plane ${plane.name}` : 'its endpoint was not dialled from there'
  const grant = action(`declare a vantage with standsFor: [${plane.name}] and a control target in the fleet file`)
  return unknown('no-vantage', detail, { subject, grant })
}

/** Why silence proves nothing: the Service lets the vantage's own addresses not in. */
function filteredBy(
  service: BrokerService['service'],
  name: string,
  plane: Plane,
  context: ClusterContext,
): string | undefined {
  const restriction = restrictionOf(service, context.provider)
  if (restriction.admits === 'open') return undefined
  const egress = context.vantages.find((vantage) => vantage.name === name)?.egress ?? []
  if (admitsAll(restriction.ranges, egress)) return undefined
  const allowed = admitsAll(restriction.ranges, plane.egress) ? '; the plane’s own egress is allowed by the spec' : ''
  return `${restriction.because}, which leaves vantage ${name} out${allowed}`
}
