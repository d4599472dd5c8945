import { z } from 'zod'
import type { ClusterContext } from '../context.ts'
import { defineCheck } from '../define.ts'
import { atLeastOne } from '../facts/at-least-one.ts'
import { brokerServices, serviceSubject } from '../facts/broker-services.ts'
import { listens, outcomeText, probesOf } from '../facts/probe-evidence.ts'
import { exposureSignals } from '../facts/signals/exposure-signals.ts'
import type { Exposure } from '../facts/signals/exposure.ts'
import { judgeSignals, materialSignals, signalsEvidence, SignalsEvidence } from '../facts/signals/signal.ts'
import { action, fail, type Outcome } from '../outcome.ts'

/** `answered`: the probe that something answered on the port. */
const MonitoringEvidence = SignalsEvidence.extend({ answered: z.string().optional() })
type MonitoringEvidence = z.infer<typeof MonitoringEvidence>

export const exposedBrokerMonitoring = defineCheck({
  id: 'exposed-broker-monitoring',
  title: 'The Broker’s monitoring port is open beyond the cluster',
  severity: 'high',
  ruleVersion: 1,
  group: 'networking',
  answers: 'Broker endpoint reachable from the Server and restricted to its origin.',
  rule: 'A Service that leads to the Broker’s port 8222 is a LoadBalancer or NodePort, has externalIPs, or a probe from any vantage was answered there. High where a signal proves it public or a probe was answered; medium where it is open to a private network or to source ranges only.',
  why: 'Port 8222 has no authentication and no TLS: it shows connections, clients’ addresses and subjects to any client. The operator puts it on the same Service as 4222.',
  source: 'meshery-operator: the client Service carries 4222 and 8222; NATS monitoring',
  evidence: MonitoringEvidence,
  material: materialSignals('spec', 'address', 'node port'),
  needs: ['services', 'workloads', 'brokers'],
  uses: ['nodes', 'routes'],
  evaluate({ services, workloads, brokers, nodes, routes }, context) {
    const outcomes = brokerServices(services, workloads, brokers)
      .filter(({ monitoring }) => monitoring.length > 0)
      .map(({ service, monitoring }) =>
        judge({ service, ports: monitoring, kind: 'monitoring', nodes, routes }, context),
      )
    return atLeastOne(outcomes, 'no Service leads to a Broker’s monitoring port')
  },
  describe: (_, { answered, signals }) => {
    const spec = signals.find(({ name }) => name === 'spec')?.because ?? 'its spec was not read'
    return answered ?? `port 8222 is on a Service open beyond the cluster: ${spec}`
  },
  remedy: () => ({
    summary: 'Keep 8222 inside the cluster: a Service of type ClusterIP, or one of your own for 4222 alone.',
    command: `kubectl patch brokers.meshery.io meshery-broker --namespace meshery --type merge --patch '{"spec":{"service":{"type":"ClusterIP"}}}'`,
  }),
})

const routesRead = action('remove the route to port 8222, or show by a vantage that its gateway is not open')

function judge(exposure: Exposure, context: ClusterContext): Outcome<MonitoringEvidence> {
  const { service } = exposure
  const subject = serviceSubject(service, 'port 8222')
  const signals = exposureSignals(exposure, context)
  const answered = probesOf(service, 'monitoring', context.vantages, context.observations).find(listens)
  const open = ['LoadBalancer', 'NodePort'].includes(service.type) || service.externalIPs.length > 0
  if (!open && !answered) return judgeSignals(subject, signals, routesRead)
  const proven = answered !== undefined || signals.some(({ verdict }) => verdict === 'bad')
  const evidence: MonitoringEvidence = { ...signalsEvidence(signals), answered: answered && outcomeText(answered) }
  return fail(subject, evidence, proven ? 'high' : 'medium')
}
