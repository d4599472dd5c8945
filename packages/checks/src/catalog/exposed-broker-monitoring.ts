import { defineCheck } from '../define.ts'
import { atLeastOne } from '../facts/at-least-one.ts'
import { brokerServices, serviceSubject } from '../facts/broker-services.ts'
import { exposureSignals } from '../facts/signals/exposure-signals.ts'
import { internetVantage } from '../facts/signals/exposure.ts'
import { judgeSignals, materialSignals, provenSignals, SignalsEvidence } from '../facts/signals/signal.ts'
import { closeBroker } from '../remedies/close-broker.ts'

export const exposedBrokerMonitoring = defineCheck({
  id: 'exposed-broker-monitoring',
  title: 'The Broker’s monitoring port is open to the Internet',
  severity: 'high',
  ruleVersion: 2,
  group: 'networking',
  answers: ['broker-endpoint'],
  rule: 'For every Service that leads to the Broker’s port 8222, the signals of public-broker about that port. Any signal that proves it public fails. An internal load balancer, or one that is limited to source ranges, passes by its spec where nothing speaks against it: the operator puts 8222 on the same Service as 4222, and the Server reads it.',
  why: 'Port 8222 has no authentication and no TLS: it shows connections, clients’ addresses and subjects to any client. The operator puts it on the same Service as 4222.',
  source: 'meshery-operator: the client Service carries 4222 and 8222; NATS monitoring',
  evidence: SignalsEvidence,
  material: materialSignals('spec', 'address', 'node port'),
  needs: ['services', 'workloads', 'brokers'],
  uses: ['nodes', 'routes'],
  evaluate({ services, workloads, brokers, nodes, routes }, context) {
    const outcomes = brokerServices(services, workloads, brokers)
      .filter(({ monitoring, hostPorts }) => monitoring.length + hostPorts.monitoring.length > 0)
      .map(({ service, monitoring: ports, hostPorts }) =>
        judgeSignals(
          serviceSubject(service, 'port 8222'),
          exposureSignals(
            { service, ports, kind: 'monitoring', nodes, routes, hostPorts: hostPorts.monitoring },
            context,
          ),
          { missing: internetVantage, alone: true },
        ),
      )
    return atLeastOne(outcomes, 'no Service leads to a Broker’s monitoring port')
  },
  describe: (_, evidence) => provenSignals(evidence),
  remedy: (subject, _, where) => closeBroker(where, subject),
})
