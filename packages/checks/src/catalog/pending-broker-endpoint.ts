import type { BrokerResource } from '@fleet-auditor/model/meshery-resource.ts'
import type { Provider } from '@fleet-auditor/model/provider.ts'
import type { ServiceFacts } from '@fleet-auditor/model/service-facts.ts'
import { z } from 'zod'
import { defineCheck } from '../define.ts'
import { atLeastOne } from '../facts/at-least-one.ts'
import { brokerServices, serviceSubject } from '../facts/broker-services.ts'
import { needsEndpoint } from '../facts/planes-outside.ts'
import { fail, pass, tooYoung } from '../outcome.ts'
import { clusterIP } from '../remedies/close-broker.ts'
import { inNamespace, objectWord, readStep } from '../remedies/kubernetes-step.ts'
import { kubectl } from '../remedies/remedy-context.ts'
import { resourceChange } from '../remedies/resource-change.ts'

export const pendingBrokerEndpoint = defineCheck({
  id: 'pending-broker-endpoint',
  title: 'The Broker’s load balancer has no address',
  severity: 'high',
  ruleVersion: 3,
  group: 'networking',
  answers: ['node-watch', 'broker-endpoint', 'caveat-broker-reach'],
  rule: 'A Service of type LoadBalancer that leads to the Broker has had no address for at least 10 minutes (threshold unreadyMinutes) since it was made, or made a LoadBalancer; for less it is unknown. Judged from the Service: the Broker resource is Ready all the same, and a legacy one advertises localhost meanwhile. Info where no plane outside needs it: each is in the cluster, or has its managed port-forward.',
  why: 'The plane dials what the Broker resource advertises; an empty or local endpoint means it never connects, and nothing reports it.',
  source: 'meshery-operator, endpoint derivation',
  evidence: z.strictObject({ advertised: z.string(), since: z.string() }),
  passEvidence: z.strictObject({ addresses: z.number().int() }),
  material: ['advertised'],
  needs: ['services', 'workloads', 'brokers'],
  uses: [],
  evaluate({ services, workloads, brokers }, { planes, takenAt, thresholds }) {
    const severity = needsEndpoint(planes, workloads) ? 'high' : 'info'
    const outcomes = brokerServices(services, workloads, brokers)
      .filter(({ service }) => service.type === 'LoadBalancer')
      .map(({ service }) => {
        const subject = serviceSubject(service)
        if (service.ingress.length > 0) return pass(subject, { addresses: service.ingress.length })
        const since = pendingSince(service)
        const judgedFrom = Date.parse(since) + thresholds.unreadyMinutes * 60_000
        if (judgedFrom > Date.parse(takenAt)) return tooYoung(subject, new Date(judgedFrom).toISOString())
        const evidence = { advertised: endpointOf(service, brokers), since }
        return fail(subject, evidence, severity)
      })
    return atLeastOne(outcomes, 'no load balancer leads to a Broker here')
  },
  describe: (_, { advertised, since }) =>
    `no address since it was made a load balancer on ${since}; the Broker resource advertises ${advertised || 'nothing'}`,
  remedy: (subject, _, where) => ({
    summary: causes[where.provider],
    steps: [
      readStep('Read the Service’s events.', kubectl(where, 'describe', objectWord(subject), ...inNamespace(subject))),
    ],
    alternatives: [
      {
        summary: 'Where no plane outside needs it, or the managed port-forward does',
        steps: resourceChange(where, {
          kind: 'Broker',
          namespace: subject.namespace,
          summary: 'Make it a ClusterIP.',
          spec: clusterIP,
          interrupts: 'The pending load balancer is given up.',
          undo: '"service":{"type":"LoadBalancer"}',
        }).steps,
      },
    ],
  }),
})

const cloudCauses =
  'Read the Service’s events: quota, subnet and permission of the cloud controller are the usual causes.'

const causes: Readonly<Record<Provider, string>> = {
  eks: 'Read the Service’s events: subnets without the elb role tags and missing controller permissions are the usual causes.',
  gke: cloudCauses,
  aks: cloudCauses,
  kubeconfig:
    'Nothing here may make load balancers: install a controller that does (MetalLB, or minikube tunnel on a desk), or let the Broker be a NodePort or ClusterIP.',
}

/** A Service of years becomes a load balancer in a moment: the younger of the two counts. */
const pendingSince = ({ createdAt, typeSetAt = createdAt }: ServiceFacts): string =>
  Date.parse(typeSetAt) > Date.parse(createdAt) ? typeSetAt : createdAt

const endpointOf = (service: ServiceFacts, brokers: readonly BrokerResource[]): string =>
  brokers.find((broker) => broker.namespace === service.namespace)?.endpoint.external ?? ''
