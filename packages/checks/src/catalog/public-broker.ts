import { defineCheck } from '../define.ts'
import { atLeastOne } from '../facts/at-least-one.ts'
import { brokerServices, serviceSubject } from '../facts/broker-services.ts'
import { endpointOverride } from '../facts/signals/endpoint-override.ts'
import { exposureSignals } from '../facts/signals/exposure-signals.ts'
import { internetVantage } from '../facts/signals/exposure.ts'
import { judgeSignals, materialSignals, provenSignals, SignalsEvidence } from '../facts/signals/signal.ts'
import { closeBroker } from '../remedies/close-broker.ts'

export const publicBroker = defineCheck({
  id: 'public-broker',
  title: 'The Broker is reachable from the Internet',
  severity: 'critical',
  ruleVersion: 2,
  group: 'networking',
  answers: ['broker-endpoint', 'component-broker'],
  rule: 'For every Service whose selector matches the Broker’s pods, these signals: the spec (type, class, annotations of this cloud and this controller, source ranges that do not add up to the Internet, externalIPs), its address (all private is internal; a public IPv4 address proves), its node ports on nodes with external addresses, routes that lead to it (where they were read), an endpoint override of a ClusterIP, and a probe from a vantage on the Internet. Any signal that proves fails; a pass needs the spec and one more signal that agrees, and no planned signal failed: every vantage of the run was to resolve its names, every one on the Internet to dial it. A ClusterIP’s spec alone is conclusive where no route and no override leads around it.',
  why: 'Any client that reaches the Broker and holds its token reads what MeshSync sees of the cluster and can ask it for more; legacy Brokers ask for no token at all.',
  source:
    'Meshery documentation, Networking & Connectivity: restrict the Broker to its origin; load balancer defaults of EKS, GKE and AKS',
  evidence: SignalsEvidence,
  material: materialSignals('spec', 'address', 'node port'),
  needs: ['services', 'workloads', 'brokers'],
  uses: ['nodes', 'routes'],
  evaluate({ services, workloads, brokers, nodes, routes }, context) {
    const exposed = brokerServices(services, workloads, brokers).filter(
      ({ client, hostPorts }) => client.length + hostPorts.client.length > 0,
    )
    const outcomes = exposed.map(({ service, client, hostPorts }) =>
      judgeSignals(
        serviceSubject(service),
        exposureSignals(
          {
            service,
            ports: client,
            kind: 'broker',
            nodes,
            routes,
            hostPorts: hostPorts.client,
            override: endpointOverride(service, brokers),
          },
          context,
        ),
        { missing: internetVantage },
      ),
    )
    return atLeastOne(outcomes, 'no Service leads to a Broker here')
  },
  describe: (_, evidence) => provenSignals(evidence),
  remedy: (subject, _, where) => closeBroker(where, subject),
})
