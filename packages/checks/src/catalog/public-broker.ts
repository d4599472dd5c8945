import { defineCheck } from '../define.ts'
import { atLeastOne } from '../facts/at-least-one.ts'
import { judgeBrokerPort } from '../facts/signals/broker-exposure.ts'
import { materialSignals, provenSignals, SignalsEvidence } from '../facts/signals/signal.ts'
import { closeBroker } from '../remedies/close-broker.ts'

export const publicBroker = defineCheck({
  id: 'public-broker',
  title: 'The Broker is reachable from the Internet',
  severity: 'critical',
  ruleVersion: 3,
  group: 'networking',
  answers: ['broker-endpoint', 'component-broker'],
  rule: 'For every Service whose selector matches the Broker’s pods, these signals: the spec (type, class, annotations of this cloud and this controller, source ranges that do not add up to the Internet, externalIPs), its address (all private is internal; a public IPv4 address proves), its node ports on nodes with external addresses, routes that lead to it (Ingress, Gateway API, Traefik, Contour, Istio, OpenShift, TargetGroupBinding, tcp-services of ingress-nginx, Private Link and Private Service Connect; each where its API is served, and all of them must be readable), ports of the nodes on which its pods listen, an endpoint override of a ClusterIP, and a probe from a vantage on the Internet. Any signal that proves fails; a pass needs the spec and one more signal that agrees, and no planned signal failed: every vantage of the run was to resolve its names, every one on the Internet to dial it. A ClusterIP’s spec alone is conclusive where no route and no override leads around it.',
  why: 'Any client that reaches the Broker and holds its token reads what MeshSync sees of the cluster and can ask it for more; legacy Brokers ask for no token at all.',
  source:
    'Meshery documentation, Networking & Connectivity: restrict the Broker to its origin; load balancer defaults of EKS, GKE and AKS',
  evidence: SignalsEvidence,
  material: materialSignals('spec', 'address', 'node port'),
  needs: ['services', 'workloads', 'brokers'],
  uses: ['nodes', 'routes'],
  evaluate: (facts, context) =>
    atLeastOne(judgeBrokerPort('client', facts, context), 'no Service leads to a Broker here'),
  describe: (_, evidence) => provenSignals(evidence),
  remedy: (subject, _, where) => closeBroker(where, subject),
})
