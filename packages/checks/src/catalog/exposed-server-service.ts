import type { Section } from '@fleet-auditor/model/section.ts'
import type { ServiceFacts } from '@fleet-auditor/model/service-facts.ts'
import type { SectionValue } from '@fleet-auditor/model/snapshot.ts'
import type { ClusterContext } from '../context.ts'
import { defineCheck } from '../define.ts'
import { atLeastOne } from '../facts/at-least-one.ts'
import { selects, serviceSubject } from '../facts/broker-services.ts'
import { ofComponent } from '../facts/meshery.ts'
import { exposureSignals } from '../facts/signals/exposure-signals.ts'
import { internetVantage } from '../facts/signals/exposure.ts'
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
  ruleVersion: 1,
  group: 'networking',
  answers: 'Ingress fronts Meshery with TLS; WebSocket upgrades verified.',
  rule: 'A Service that selects the Server’s pods is a public LoadBalancer (the signals of public-broker, without a probe), or a NodePort that no Ingress or HTTPRoute leads to (GCE Ingress and ALB instance mode require NodePort).',
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
  remedy: () => ({
    summary: 'Use type ClusterIP and an Ingress with TLS.',
    helm: 'helm upgrade meshery meshery/meshery --namespace meshery --set service.type=ClusterIP --set ingress.enabled=true',
  }),
})

function judge(
  service: ServiceFacts,
  routes: Section<SectionValue<'routes'>>,
  nodes: Section<SectionValue<'nodes'>>,
  context: ClusterContext,
): Outcome<SignalsEvidence> {
  if (service.type === 'NodePort') return judgeNodePort(service, routes)
  // Node ports of a LoadBalancer are the Broker's matter: for the Server only its own address is judged.
  const signals = exposureSignals({ service, ports: [], kind: 'broker', nodes, routes }, context)
  return judgeSignals(serviceSubject(service), signals, internetVantage)
}

function judgeNodePort(service: ServiceFacts, routes: Section<SectionValue<'routes'>>): Outcome<SignalsEvidence> {
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
  return fail(subject, signalsEvidence([signal('spec', 'bad', 'a NodePort that no Ingress or HTTPRoute leads to')]))
}
