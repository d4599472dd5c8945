import type { Section } from '@fleet-auditor/model/section.ts'
import type { ServiceFacts } from '@fleet-auditor/model/service-facts.ts'
import type { SectionValue } from '@fleet-auditor/model/snapshot.ts'
import type { ClusterContext } from '../context.ts'
import { defineCheck } from '../define.ts'
import { atLeastOne } from '../facts/at-least-one.ts'
import { selects, serviceSubject } from '../facts/broker-services.ts'
import { ofComponent } from '../facts/meshery.ts'
import { helmUpgrade } from '../facts/remedies/helm-upgrade.ts'
import { exposureSignals } from '../facts/signals/exposure-signals.ts'
import { internetVantage } from '../facts/signals/exposure.ts'
import { loadBalancerScheme } from '../facts/signals/load-balancer-scheme.ts'
import {
  judgeSignals,
  materialSignals,
  provenSignals,
  signal,
  signalsEvidence,
  SignalsEvidence,
} from '../facts/signals/signal.ts'
import { fail, pass, unknown, unknownFrom, type Outcome } from '../outcome.ts'

export const exposedServerService = defineCheck({
  id: 'exposed-server-service',
  title: 'The Server’s Service is open without an Ingress',
  severity: 'high',
  ruleVersion: 2,
  group: 'networking',
  answers: ['ingress-tls', 'component-server'],
  rule: 'A Service that selects the Server’s pods is a public LoadBalancer (the signals of public-broker, without a probe), or a NodePort that no Ingress or HTTPRoute leads to (GCE Ingress and ALB instance mode require NodePort); medium where no node has a public address.',
  why: 'The chart’s default is a LoadBalancer on 9081: plain HTTP, past every Ingress, with the login page open to all.',
  source: 'Meshery documentation, Networking & Connectivity; chart meshery: service.type LoadBalancer',
  evidence: SignalsEvidence,
  material: materialSignals('spec', 'address'),
  needs: ['services', 'workloads'],
  uses: ['routes', 'nodes'],
  evaluate({ services, workloads, routes, nodes }, context) {
    const servers = ofComponent(workloads, 'server')
    const outcomes = services
      .filter((service) => servers.some((server) => selects(service, server)))
      .map((service) => judge(service, routes, nodes, context))
    return atLeastOne(outcomes, 'no Service leads to a Server here')
  },
  describe: (_, evidence) => provenSignals(evidence),
  remedy: (subject) => ({
    summary:
      'Use type ClusterIP and an Ingress of your own host with TLS: the chart’s default host is meshery.local, without TLS. Login breaks until MESHERY_SERVER_CALLBACK_URL names that host.',
    helm: helmUpgrade(
      subject,
      'service.type=ClusterIP',
      'ingress.enabled=true',
      'ingress.className=<class>',
      'ingress.hosts[0].host=<host>',
      'ingress.tls[0].hosts[0]=<host>',
      'ingress.tls[0].secretName=<secret>',
      'env.MESHERY_SERVER_CALLBACK_URL=https://<host>',
    ),
  }),
})

function judge(
  service: ServiceFacts,
  routes: Section<SectionValue<'routes'>>,
  nodes: Section<SectionValue<'nodes'>>,
  context: ClusterContext,
): Outcome<SignalsEvidence> {
  if (service.type === 'NodePort') return judgeNodePort(service, routes, nodes)
  // Node ports of a LoadBalancer are the Broker's matter: for the Server only its own address is judged.
  const signals = exposureSignals({ service, ports: [], kind: 'broker', nodes, routes }, context)
  const internal =
    service.type === 'LoadBalancer' && loadBalancerScheme(service, context.provider).scheme === 'internal'
  // No vantage resolves the Server's name: an explicit scheme stands alone where the address does not speak.
  const spoken = internal ? signals.filter(({ name, verdict }) => name !== 'address' || verdict !== 'failed') : signals
  return judgeSignals(serviceSubject(service), spoken, { missing: internetVantage, alone: internal })
}

function judgeNodePort(
  service: ServiceFacts,
  routes: Section<SectionValue<'routes'>>,
  nodes: Section<SectionValue<'nodes'>>,
): Outcome<SignalsEvidence> {
  const subject = serviceSubject(service)
  if (routes.status === 'failed') return unknownFrom(routes, subject)
  if (!routes.value.asked) return unknown('tool-error', 'the routes were not asked for', { subject })
  const route = routes.value.routes.find(({ backends }) =>
    backends.some((backend) => backend.namespace === service.namespace && backend.service === service.name),
  )
  if (route) {
    const leading = signal('route', 'good', `${route.kind} ${route.namespace}/${route.name} leads to the NodePort`)
    return pass(subject, signalsEvidence([leading]))
  }
  const evidence = signalsEvidence([signal('spec', 'bad', 'a NodePort that no Ingress or HTTPRoute leads to')])
  const inside = nodes.status === 'collected' && nodes.value.count > 0 && nodes.value.external.count === 0
  return fail(subject, evidence, inside ? 'medium' : 'high')
}
