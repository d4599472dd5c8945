import type { Observation } from '@fleet-auditor/model/observation.ts'
import type { Section } from '@fleet-auditor/model/section.ts'
import type { SectionValue } from '@fleet-auditor/model/snapshot.ts'
import type { Workload } from '@fleet-auditor/model/workload.ts'
import { z } from 'zod'
import type { ClusterContext } from '../context.ts'
import { defineCheck } from '../define.ts'
import { atLeastOne } from '../facts/at-least-one.ts'
import { brokerServices, selects, serviceSubject, type BrokerService } from '../facts/broker-services.ts'
import { ofComponent } from '../facts/meshery.ts'
import { outcomeText, probesOf } from '../facts/probe-evidence.ts'
import { leadingRoutes } from '../facts/signals/route-signal.ts'
import { action, fail, pass, unknown, unknownFrom, type Outcome } from '../outcome.ts'
import { closeBroker } from '../remedies/close-broker.ts'
import { renewToken } from '../remedies/renew-token.ts'

/** By the INFO that a probe read (`seen`: which), or by how the Broker is configured (`seen`: what shows it). */
const Authentication = z.strictObject({
  by: z.enum(['info', 'configuration']),
  authRequired: z.boolean(),
  version: z.string().optional(),
  seen: z.string(),
})
type Authentication = z.infer<typeof Authentication>

export const unauthenticatedBroker = defineCheck({
  id: 'unauthenticated-broker',
  title: 'The Broker accepts connections without a token',
  severity: 'critical',
  ruleVersion: 3,
  group: 'security',
  answers: ['broker-endpoint', 'component-broker'],
  rule: 'The NATS INFO that a probe read, from any vantage, lacks auth_required or has it false (a real server omits it when false). Where no INFO was read: a legacy Broker has no authentication by its code and fails (high while only the cluster can reach it); a modern one whose nats container takes NATS_TOKEN from a Secret passes behind a ClusterIP that no route leads to. Any other Service needs an INFO.',
  why: 'Without a token every client that reaches the port reads every event of the cluster and may publish requests to MeshSync.',
  source: 'NATS protocol, INFO; meshery.md: legacy Brokers have no effective authentication, modern ones a token',
  evidence: Authentication,
  material: ['authRequired'],
  needs: ['services', 'workloads', 'brokers'],
  uses: ['routes'],
  evaluate({ services, workloads, brokers, routes }, context) {
    const servers = ofComponent(workloads, 'broker')
    const leading = brokerServices(services, workloads, brokers).filter(
      ({ client, unresolved }) => client.length + unresolved.length > 0,
    )
    const outcomes = withoutTwins(leading, servers).map((each) => judge(each, { servers, routes }, context))
    return atLeastOne(outcomes, 'no Service leads to a Broker here')
  },
  describe: (_, { by, version, seen }) =>
    by === 'info' ? `INFO of NATS ${version ?? ''} asks for no authentication (${seen})` : seen,
  remedy: (subject, _, where) =>
    subject.name === 'meshery-broker' ? closeBroker(where, subject) : renewToken(where, subject),
})

/** The headless Service that every StatefulSet has shows nothing more, where another one leads to the same server. */
const withoutTwins = (leading: readonly BrokerService[], servers: readonly Workload[]): BrokerService[] =>
  leading.filter(
    ({ service }) =>
      service.clusterIP !== 'None' ||
      !leading.some(
        ({ service: other }) =>
          other.clusterIP !== 'None' && servers.some((server) => selects(service, server) && selects(other, server)),
      ),
  )

type Judged = Outcome<Authentication>

interface Surroundings {
  readonly servers: readonly Workload[]
  readonly routes: Section<SectionValue<'routes'>>
}

function judge(found: BrokerService, around: Surroundings, context: ClusterContext): Judged {
  const { service } = found
  const subject = serviceSubject(service)
  const probes = probesOf(service, 'broker', context.vantages, context.observations)
  const read = probes.flatMap((probe): Authentication[] => {
    const info = infoOf(probe)
    return info
      ? [{ by: 'info', authRequired: info.authRequired, version: info.version, seen: outcomeText(probe) }]
      : []
  })
  const open = read.find(({ authRequired }) => !authRequired)
  if (open) return fail(subject, open)
  const [closed] = read
  if (closed) return pass(subject, closed)
  const [first] = probes
  return (
    byConfiguration(found, around) ??
    unknown('no-vantage', first ? `no INFO could be read: ${outcomeText(first)}` : noWay, { subject, grant: vantage })
  )
}

const noWay = 'no vantage can reach the Broker to read its INFO'
const vantage = action(
  'declare a vantage that reaches this Broker (network: private, or allow), or audit from inside its network',
)

/** What its configuration alone decides; undefined where it does not. */
function byConfiguration(found: BrokerService, { servers, routes }: Surroundings): Judged | undefined {
  const { service, hostPorts } = found
  const subject = serviceSubject(service)
  const server = servers.find((each) => selects(service, each))
  if (!server) return undefined
  const place = `${server.kind} ${server.namespace}/${server.name}`
  const inside = service.type === 'ClusterIP' && service.externalIPs.length === 0 && hostPorts.client.length === 0
  if (server.generation === 'legacy') {
    const seen = `${place} is of a legacy operator, which configures no authentication`
    return fail(subject, { by: 'configuration', authRequired: false, seen }, inside ? 'high' : 'critical')
  }
  const nats = server.containers.find(({ name }) => name === 'nats')
  const token = nats?.env.some(({ name, source }) => name === 'NATS_TOKEN' && source === 'secret')
  if (server.generation !== 'modern' || !inside || !token) return undefined
  if (routes.status === 'failed') return unknownFrom(routes, subject)
  if (routes.value.asked && leadingRoutes(routes.value.routes, service, found.client).length > 0) return undefined
  const seen = `${place} takes NATS_TOKEN from a Secret, as the operator configures it`
  return pass(subject, { by: 'configuration', authRequired: true, seen })
}

const infoOf = ({ result }: Observation) => (result.status === 'answered' ? result.nats : undefined)
