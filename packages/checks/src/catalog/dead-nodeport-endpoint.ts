import { addressKind, isPublicAddress } from '@fleet-auditor/model/address-range.ts'
import { unbracketed } from '@fleet-auditor/model/host-port.ts'
import type { BrokerResource } from '@fleet-auditor/model/meshery-resource.ts'
import type { ServiceFacts } from '@fleet-auditor/model/service-facts.ts'
import type { Severity } from '@fleet-auditor/model/severity.ts'
import type { Subject } from '@fleet-auditor/model/subject.ts'
import { z } from 'zod'
import { defineCheck } from '../define.ts'
import { atLeastOne } from '../facts/at-least-one.ts'
import { brokerServices, isOwnService, serviceSubject } from '../facts/broker-services.ts'
import { needsEndpoint } from '../facts/planes-outside.ts'
import { admitsAny } from '../facts/source-ranges.ts'
import { fail, pass } from '../outcome.ts'
import { planeEgress } from '../remedies/close-broker.ts'
import { resourceChange } from '../remedies/resource-change.ts'
import { ask, type Word } from '../remedies/shell-command.ts'

const endpoint = ask('BROKER_ENDPOINT', 'host:port that Servers can dial, for instance broker.example.org:30222')

const Advertised = z.strictObject({ advertised: z.string() })

export const deadNodeportEndpoint = defineCheck({
  id: 'dead-nodeport-endpoint',
  title: 'A NodePort Broker advertises an internal address',
  severity: 'high',
  ruleVersion: 3,
  group: 'networking',
  answers: ['node-watch', 'broker-endpoint', 'caveat-broker-reach'],
  rule: 'The Service that the operator makes for the Broker is a NodePort, and what it advertises (its externalEndpointOverride, where there is one) is empty, local, without a port, or an address of the cluster’s own network: the operator takes its own API host, which inside the cluster is a ClusterIP, beside those of the Broker’s own Services. Info where no plane outside needs it: each is in the cluster, or has its managed port-forward.',
  why: 'No Server outside can dial that address, and the Broker resource is Ready all the same.',
  source: 'meshery-operator, endpoint derivation for NodePort',
  evidence: Advertised,
  passEvidence: Advertised.extend({ override: z.string().optional() }),
  material: ['advertised'],
  needs: ['services', 'workloads', 'brokers'],
  uses: [],
  evaluate({ services, workloads, brokers }, { planes }) {
    const severity = needsEndpoint(planes, workloads) ? 'high' : 'info'
    const outcomes = brokerServices(services, workloads, brokers)
      .filter(({ service }) => service.type === 'NodePort' && isOwnService(service))
      .flatMap(({ service }) =>
        brokers
          .filter((broker) => broker.namespace === service.namespace)
          .map((broker) => judge(serviceSubject(service), broker, { severity, inside: clusterRanges(services) })),
      )
    return atLeastOne(outcomes, 'no Broker resource here advertises a NodePort')
  },
  describe: (_, { advertised }) => `advertises ${advertised || 'nothing'} to Servers outside`,
  remedy: ({ namespace }, evidence, where) => {
    const change = (summary: string, spec: Word) =>
      resourceChange(where, { kind: 'Broker', namespace, summary, spec, interrupts: 'Servers outside reconnect.' })
    const named: Word = ['"service":{"externalEndpointOverride":"', endpoint, '"}']
    const limited: Word = [
      '"service":{"type":"LoadBalancer","externalEndpointOverride":null,"loadBalancerSourceRanges":["',
      planeEgress,
      '"]}',
    ]
    return {
      summary: `Name an address that Servers can dial${evidence?.advertised ? ` in place of ${evidence.advertised}` : ''}, or use a LoadBalancer that is limited to the plane.`,
      steps: change('Advertise an address of a node, or a name that leads to one, with the node port.', named).steps,
      alternatives: [
        { summary: 'Use a load balancer', steps: change('Make it a limited LoadBalancer.', limited).steps },
      ],
    }
  },
})

interface Judging {
  readonly severity: Severity
  /** Ranges of the cluster's own network. */
  readonly inside: readonly string[]
}

function judge(subject: Subject, { endpoint, service }: BrokerResource, { severity, inside }: Judging) {
  const advertised = endpoint.external ?? ''
  const override = service.externalEndpointOverride
  // The operator advertises an override as it stands.
  const dialled = override ?? advertised
  if (!isDialable(dialled, inside)) return fail(subject, { advertised: dialled }, severity)
  return override === undefined ? pass(subject, { advertised }) : pass(subject, { advertised, override })
}

/** What GKE gives to Services where no range is named: public by its number, and routed nowhere outside the cluster. */
const managedServices = '34.118.224.0/20'

/**
 * The range that the cluster gives Services, as far as its Services show it: what the operator advertises is the first
 * address of it, that of the Service `kubernetes`, which is in another namespace.
 */
const clusterRanges = (services: readonly ServiceFacts[]): string[] => [
  managedServices,
  ...services.flatMap(({ clusterIP }) =>
    clusterIP && addressKind(clusterIP) ? `${clusterIP}/${clusterIP.includes(':') ? 108 : 16}` : [],
  ),
]

/** A public address, or a name that is not the cluster's own. */
function isDialable(endpoint: string, inside: readonly string[]): boolean {
  const host = unbracketed(endpoint.slice(0, Math.max(0, endpoint.lastIndexOf(':'))))
  if (host === '' || host === 'localhost' || host.endsWith('.cluster.local')) return false
  if (admitsAny(inside, [host])) return false
  return isPublicAddress(host) || /[a-z]/i.test(host.replace(/^[0-9a-f:]+$/i, ''))
}
