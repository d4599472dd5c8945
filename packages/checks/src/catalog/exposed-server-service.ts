import type { Section } from '@fleet-auditor/model/section.ts'
import type { ServiceFacts } from '@fleet-auditor/model/service-facts.ts'
import type { SectionValue } from '@fleet-auditor/model/snapshot.ts'
import type { Workload } from '@fleet-auditor/model/workload.ts'
import type { ClusterContext } from '../context.ts'
import { defineCheck } from '../define.ts'
import { atLeastOne } from '../facts/at-least-one.ts'
import { selects, serviceSubject } from '../facts/broker-services.ts'
import { ofComponent } from '../facts/meshery.ts'
import { exposureSignals } from '../facts/signals/exposure-signals.ts'
import { internetVantage, type Exposure } from '../facts/signals/exposure.ts'
import { loadBalancerScheme } from '../facts/signals/load-balancer-scheme.ts'
import { leadingRoutes } from '../facts/signals/route-signal.ts'
import {
  judgeSignals,
  materialSignals,
  provenSignals,
  signal,
  signalsEvidence,
  SignalsEvidence,
} from '../facts/signals/signal.ts'
import { action, fail, pass, unknown, unknownFrom, type Outcome } from '../outcome.ts'
import { callbackSetting } from '../remedies/callback-variable.ts'
import { closeServiceSteps } from '../remedies/close-broker.ts'
import { readStep } from '../remedies/kubernetes-step.ts'
import { releaseChange, type Setting } from '../remedies/release-change.ts'
import { ask } from '../remedies/shell-command.ts'

const host = ask('MESHERY_HOST', 'the host name of Meshery, for instance meshery.example.org')

const behindIngress: readonly Setting[] = [
  { key: 'service.type', value: 'ClusterIP' },
  { key: 'ingress.enabled', value: 'true' },
  { key: 'ingress.className', value: ask('INGRESS_CLASS', 'the Ingress class') },
  { key: 'ingress.hosts[0].host', value: host },
  { key: 'ingress.tls[0].hosts[0]', value: host },
  { key: 'ingress.tls[0].secretName', value: ask('TLS_SECRET', 'the Secret with the certificate of that host') },
  callbackSetting(host),
]

export const exposedServerService = defineCheck({
  id: 'exposed-server-service',
  title: 'The Server’s Service is open without an Ingress',
  severity: 'high',
  ruleVersion: 3,
  group: 'networking',
  answers: ['ingress-tls', 'component-server'],
  rule: 'A Service that selects the Server’s pods is a public LoadBalancer (the signals of public-broker, without a probe), or a NodePort that nothing leads to: no Ingress, Gateway API route, IngressRoute, HTTPProxy, VirtualService, OpenShift Route or TargetGroupBinding (GCE Ingress and ALB instance mode require NodePort); medium where no node has a public address. Ports of the nodes on which its pods listen are judged as those of the Broker.',
  why: 'The chart’s default is a LoadBalancer on 9081: plain HTTP, past every Ingress, with the login page open to all.',
  source: 'Meshery documentation, Networking & Connectivity; chart meshery: service.type LoadBalancer',
  evidence: SignalsEvidence,
  material: materialSignals('spec', 'address'),
  needs: ['services', 'workloads'],
  uses: ['routes', 'nodes'],
  evaluate({ services, workloads, routes, nodes }, context) {
    const servers = ofComponent(workloads, 'server')
    const outcomes = services.flatMap((service) => {
      const selected = servers.filter((server) => selects(service, server))
      const hostPorts = selected.flatMap(boundPorts)
      return selected.length > 0
        ? [judge({ service, ports: [], kind: 'broker', nodes, routes, hostPorts }, context)]
        : []
    })
    return atLeastOne(outcomes, 'no Service leads to a Server here')
  },
  describe: (_, evidence) => provenSignals(evidence),
  remedy: (subject, _, where) => ({
    summary:
      'Use type ClusterIP and an Ingress of your own host with TLS: the chart’s default host is meshery.local, without TLS. Login breaks until MESHERY_SERVER_CALLBACK_URL names that host.',
    ...releaseChange(where, {
      summary: 'Make the Service a ClusterIP behind an Ingress with TLS.',
      subject,
      chart: 'meshery',
      settings: behindIngress,
      interrupts:
        'The address of the load balancer goes away: browsers, and planes that use it, come by the Ingress from then on. The Server’s pod restarts.',
      byHand: [
        ...closeServiceSteps(where, subject),
        readStep(
          'Then lead your Ingress to it, with TLS, and set MESHERY_SERVER_CALLBACK_URL of the Server to its address.',
        ),
      ],
    }),
  }),
})

/** Ports of the nodes on which a Server's pods listen. */
const boundPorts = ({ hostNetwork, containers }: Workload): number[] =>
  containers.flatMap(({ ports }) =>
    ports.flatMap(({ containerPort, hostPort }) => (hostNetwork ? containerPort : (hostPort ?? []))),
  )

/** Without its Service's ports: node ports of a LoadBalancer are the Broker's matter, and routes are what a Server needs. */
function judge(exposure: Exposure, context: ClusterContext): Outcome<SignalsEvidence> {
  const { service, routes, nodes } = exposure
  if (service.type === 'NodePort') return judgeNodePort(service, routes, nodes)
  const signals = exposureSignals(exposure, context)
  const internal =
    service.type === 'LoadBalancer' && loadBalancerScheme(service, context.provider).scheme === 'internal'
  // No vantage resolves the Server's name: an explicit scheme stands alone where the address does not speak.
  const spoken = internal ? signals.filter(({ name, verdict }) => name !== 'address' || verdict !== 'failed') : signals
  return judgeSignals(serviceSubject(service), spoken, { missing: internetVantage, alone: internal })
}

const unreadKinds = 'the snapshot is of a collector that read Ingress and HTTPRoute alone'
const readAgain = action('audit again')

function judgeNodePort(
  service: ServiceFacts,
  routes: Section<SectionValue<'routes'>>,
  nodes: Section<SectionValue<'nodes'>>,
): Outcome<SignalsEvidence> {
  const subject = serviceSubject(service)
  if (routes.status === 'failed') return unknownFrom(routes, subject)
  if (!routes.value.asked) return unknown('tool-error', 'the routes were not asked for', { subject })
  const [route] = leadingRoutes(routes.value.routes, service)
  if (route) {
    const leading = signal('route', 'good', `${route.kind} ${route.namespace}/${route.name} leads to the NodePort`)
    return pass(subject, signalsEvidence([leading]))
  }
  if (routes.value.asked !== 'every-kind') return unknown('outdated', unreadKinds, { subject, grant: readAgain })
  const evidence = signalsEvidence([signal('spec', 'bad', 'a NodePort that no Ingress or other route leads to')])
  const inside = nodes.status === 'collected' && nodes.value.count > 0 && nodes.value.external.count === 0
  return fail(subject, evidence, inside ? 'medium' : 'high')
}
