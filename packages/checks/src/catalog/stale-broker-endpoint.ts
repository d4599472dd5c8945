import type { BrokerResource } from '@fleet-auditor/model/meshery-resource.ts'
import type { ServiceFacts } from '@fleet-auditor/model/service-facts.ts'
import { z } from 'zod'
import { defineCheck } from '../define.ts'
import { atLeastOne } from '../facts/at-least-one.ts'
import { brokerServices, isOwnService } from '../facts/broker-services.ts'
import { fail, notApplicable, pass } from '../outcome.ts'
import { inNamespace } from '../remedies/kubernetes-step.ts'
import { kubectl } from '../remedies/remedy-context.ts'

const Endpoint = z.strictObject({ advertised: z.string(), expected: z.string() })

export const staleBrokerEndpoint = defineCheck({
  id: 'stale-broker-endpoint',
  title: 'The Broker advertises an address that its Service no longer has',
  severity: 'high',
  ruleVersion: 1,
  group: 'networking',
  answers: ['broker-endpoint', 'caveat-broker-reach'],
  rule: 'status.endpoint.external of the Broker resource is what its Service implies today: the override where one is set; of a load balancer the first address (ip before host name) with the client port; of a ClusterIP nothing. Not-applicable to a NodePort (dead-nodeport-endpoint), to a load balancer without an address (pending-broker-endpoint), and where the status is empty.',
  why: 'Servers dial what the resource advertises: after a Service was replaced they dial an address that is free, or another’s.',
  source: 'meshery-operator, endpoint derivation (pkg/broker/endpoint.go)',
  evidence: Endpoint,
  needs: ['services', 'workloads', 'brokers'],
  uses: [],
  evaluate({ services, workloads, brokers }) {
    const own = brokerServices(services, workloads, brokers).filter(({ service }) => isOwnService(service))
    const outcomes = brokers.map((broker) => {
      const found = own.find(({ service, client }) => service.namespace === broker.namespace && client.length > 0)
      const advertised = broker.endpoint.external ?? ''
      if (!found || advertised === '') return notApplicable('nothing is advertised')
      // What an operator before 1.0 writes for want of an address (meshery.md §4.2).
      if (advertised.startsWith('localhost:')) return notApplicable('a legacy operator has found no address')
      const expected = expectedOf(broker, found.service, found.client[0]?.port ?? 4222)
      if (expected === undefined) return notApplicable('its Service has no address of its own')
      const subject = {
        kind: 'Broker',
        namespace: broker.namespace,
        name: broker.name,
        field: 'status.endpoint.external',
      }
      const evidence = { advertised, expected }
      return expected.includes(advertised)
        ? pass(subject, { advertised, expected: advertised })
        : fail(subject, { ...evidence, expected: expected[0] ?? 'nothing' })
    })
    return atLeastOne(outcomes, 'no Broker resource is here')
  },
  describe: (_, { advertised, expected }) => `advertises ${advertised}, where its Service has ${expected}`,
  remedy: ({ namespace }, _, where) => ({
    summary:
      'Let the operator look again; one before 1.0 derives the endpoint only when its StatefulSet changes. Then reconnect the plane.',
    steps: [
      {
        summary: 'Restart the operator.',
        actsOn: { kind: 'kubernetes-object', name: 'Deployment meshery-operator', namespace },
        interrupts: 'Nothing else: Broker and MeshSync go on.',
        commands: [kubectl(where, 'rollout', 'restart', 'deployment/meshery-operator', ...inNamespace({ namespace }))],
      },
    ],
  }),
})

/** Every address that is right: a legacy operator takes any of a load balancer’s, and may take its node port. */
function expectedOf(broker: BrokerResource, service: ServiceFacts, port: number): string[] | undefined {
  const override = broker.service.externalEndpointOverride
  if (override) return [override]
  if (service.type === 'LoadBalancer' && service.ingress.length > 0) {
    const hosts = service.ingress.flatMap(({ ip, hostname }) => [ip, hostname].filter((each) => each !== undefined))
    const ports = [port, ...service.ports.flatMap(({ nodePort }) => nodePort ?? [])]
    return hosts.flatMap((host) => ports.map((each) => `${host.includes(':') ? `[${host}]` : host}:${each}`))
  }
  return service.type === 'ClusterIP' ? [] : undefined
}
