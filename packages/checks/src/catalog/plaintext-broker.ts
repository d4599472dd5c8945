import type { ServiceFacts } from '@fleet-auditor/model/service-facts.ts'
import type { Subject } from '@fleet-auditor/model/subject.ts'
import type { Workload } from '@fleet-auditor/model/workload.ts'
import { z } from 'zod'
import type { ClusterContext } from '../context.ts'
import { defineCheck } from '../define.ts'
import { atLeastOne } from '../facts/at-least-one.ts'
import { brokerServices, selects, serviceSubject, type BrokerService } from '../facts/broker-services.ts'
import { ofComponent } from '../facts/meshery.ts'
import { outcomeText, probesOf } from '../facts/probe-evidence.ts'
import { isInside } from '../facts/signals/address-signal.ts'
import { judgeBrokerPort } from '../facts/signals/broker-exposure.ts'
import { loadBalancerScheme } from '../facts/signals/load-balancer-scheme.ts'
import { action, fail, notApplicable, pass, unknown, type Outcome } from '../outcome.ts'
import { closeBroker } from '../remedies/close-broker.ts'

/** By the INFO that a probe read (`seen`: which), or since the operator configures no TLS (`seen`: whose it is). */
const Encryption = z.strictObject({ by: z.enum(['info', 'configuration']), tlsRequired: z.boolean(), seen: z.string() })
type Encryption = z.infer<typeof Encryption>

export const plaintextBroker = defineCheck({
  id: 'plaintext-broker',
  title: 'The Broker speaks without TLS over the Internet',
  severity: 'medium',
  ruleVersion: 1,
  group: 'networking',
  answers: ['broker-endpoint', 'component-broker'],
  rule: 'A Service that leads to the Broker is reachable from the Internet (by the signals of public-broker), or from the source ranges that a public load balancer is limited to, and the NATS INFO that a probe read does not require TLS. Where no INFO was read: a Broker that Meshery’s operator configured has none. Not-applicable where only the cluster or private networks reach it.',
  why: 'The token and everything that MeshSync sees of the cluster cross networks of others in plain text. Source ranges limit who connects, not who listens.',
  source: 'NATS protocol, INFO; meshery-operator, configuration of NATS: it has no TLS',
  evidence: Encryption,
  material: ['tlsRequired'],
  needs: ['services', 'workloads', 'brokers'],
  uses: ['nodes', 'routes'],
  evaluate(facts, context) {
    const found = brokerServices(facts.services, facts.workloads, facts.brokers)
    const servers = ofComponent(facts.workloads, 'broker')
    const outcomes = judgeBrokerPort('client', facts, context).map((exposure): Outcome<Encryption> => {
      if (exposure.verdict === 'not-applicable') return exposure
      const led = found.find(({ service }) => isSame(service, exposure.subject))
      if (!led) return notApplicable('it leads to no Broker')
      const crossesInternet = exposure.verdict === 'fail' || isBehindPublicBalancer(led, context)
      if (!crossesInternet && exposure.verdict === 'unknown') return { ...exposure, evidence: undefined }
      if (!crossesInternet) return notApplicable('it is reached by the cluster or private networks alone')
      return encryptionOf(led, servers, context)
    })
    return atLeastOne(outcomes, 'no Service leads to a Broker here')
  },
  describe: (_, { by, seen }) => (by === 'info' ? `INFO asks for no TLS (${seen})` : seen),
  remedy: (subject, _, where) => ({
    ...closeBroker(where, subject),
    summary:
      'The operator offers no TLS: give the plane a private path (peering, a tunnel, a mesh), and make the Broker’s load balancer internal.',
  }),
})

const isSame = ({ namespace, name }: ServiceFacts, subject: Subject | undefined): boolean =>
  namespace === subject?.namespace && name === subject.name

/** Whatever source ranges it is limited to, the Internet lies before it. */
function isBehindPublicBalancer({ service }: BrokerService, context: ClusterContext): boolean {
  const { type, ingress } = service
  if (type !== 'LoadBalancer' || loadBalancerScheme(service, context.provider).scheme !== 'public') return false
  const hosts = ingress.flatMap(({ ip, hostname }) => ip ?? hostname ?? [])
  return hosts.length > 0 && !hosts.every((host) => isInside(host, context))
}

function encryptionOf(
  { service }: BrokerService,
  servers: readonly Workload[],
  { vantages, observations }: ClusterContext,
): Outcome<Encryption> {
  const subject = serviceSubject(service)
  const read = probesOf(service, 'broker', vantages, observations).flatMap((probe): Encryption[] =>
    probe.result.status === 'answered' && probe.result.nats
      ? [{ by: 'info', tlsRequired: probe.result.nats.tlsRequired, seen: outcomeText(probe) }]
      : [],
  )
  const [first] = read
  const plain = read.find(({ tlsRequired }) => !tlsRequired)
  if (plain) return fail(subject, plain)
  if (first) return pass(subject, first)
  const server = servers.find((each) => selects(service, each) && each.generation !== undefined)
  if (server) {
    const seen = `${server.kind} ${server.namespace}/${server.name} is configured by Meshery’s operator, which has no TLS`
    return fail(subject, { by: 'configuration', tlsRequired: false, seen })
  }
  return unknown('no-vantage', 'no INFO of it was read, and who configures it is not known', {
    subject,
    grant: action('declare a vantage that reaches this Broker (network: private, or allow)'),
  })
}
