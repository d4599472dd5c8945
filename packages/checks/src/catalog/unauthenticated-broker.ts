import type { Observation } from '@fleet-auditor/model/observation.ts'
import { z } from 'zod'
import type { ClusterContext } from '../context.ts'
import { defineCheck } from '../define.ts'
import { atLeastOne } from '../facts/at-least-one.ts'
import { brokerServices, serviceSubject, type BrokerService } from '../facts/broker-services.ts'
import { outcomeText, probesOf } from '../facts/probe-evidence.ts'
import { action, fail, pass, unknown, type Outcome } from '../outcome.ts'

/** `seen`: the probe that read the INFO. */
const Info = z.strictObject({ authRequired: z.boolean(), version: z.string(), seen: z.string() })

export const unauthenticatedBroker = defineCheck({
  id: 'unauthenticated-broker',
  title: 'The Broker takes anyone without a token',
  severity: 'critical',
  ruleVersion: 1,
  group: 'security',
  answers: 'Broker endpoint reachable from the Server and restricted to its origin.',
  rule: 'The NATS INFO that a probe read, from any vantage, lacks auth_required or has it false (a real server omits it when false). Only an INFO decides: no configuration is believed in its place, so a Broker that no vantage can reach is unknown.',
  why: 'Without a token every client that reaches the port reads every event of the cluster and may publish requests to MeshSync.',
  source: 'NATS protocol, INFO; meshery.md: legacy Brokers have no effective authentication, modern ones a token',
  evidence: Info,
  material: ['authRequired'],
  needs: ['services', 'workloads', 'brokers'],
  uses: [],
  evaluate({ services, workloads, brokers }, context) {
    const outcomes = brokerServices(services, workloads, brokers)
      .filter(({ client, service }) => client.length > 0 && service.clusterIP !== 'None')
      .map((each) => judge(each, context))
    return atLeastOne(outcomes, 'no Service leads to a Broker here')
  },
  describe: (_, { version, seen }) => `INFO of NATS ${version} asks for no authentication (${seen})`,
  remedy: (subject) => ({
    summary:
      subject.name === 'meshery-broker'
        ? 'A legacy Broker cannot ask for a token: upgrade the operator to 1.0.3 or newer, which makes one.'
        : 'Let the operator make a new token: its Secret is created once and never repaired.',
    command:
      'kubectl delete secret meshery-nats-auth --namespace meshery   # the operator (1.0.3 or newer) makes a new one',
  }),
})

function judge({ service }: BrokerService, { vantages, observations }: ClusterContext): Outcome<z.infer<typeof Info>> {
  const subject = serviceSubject(service)
  const probes = probesOf(service, 'broker', vantages, observations)
  const read = probes.flatMap((probe) => {
    const info = infoOf(probe)
    return info ? [{ authRequired: info.authRequired, version: info.version, seen: outcomeText(probe) }] : []
  })
  const open = read.find(({ authRequired }) => !authRequired)
  if (open) return fail(subject, open)
  const [closed] = read
  if (closed) return pass(subject, closed)
  const [first] = probes
  const detail = first
    ? `no INFO could be read: ${outcomeText(first)}`
    : 'no vantage can reach the Broker to read its INFO'
  return unknown('no-vantage', detail, {
    subject,
    grant: action(
      'declare a vantage that reaches this Broker (network: private, or allow), or audit from inside its network',
    ),
  })
}

const infoOf = ({ result }: Observation) => (result.status === 'answered' ? result.nats : undefined)
