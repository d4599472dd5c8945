import { defineCheck } from '../define.ts'
import { atLeastOne } from '../facts/at-least-one.ts'
import { judgeBrokerPort } from '../facts/signals/broker-exposure.ts'
import { materialSignals, provenSignals, SignalsEvidence } from '../facts/signals/signal.ts'
import { closeBroker } from '../remedies/close-broker.ts'

export const exposedBrokerMonitoring = defineCheck({
  id: 'exposed-broker-monitoring',
  title: 'The Broker’s monitoring port is open to the Internet',
  severity: 'high',
  ruleVersion: 3,
  group: 'networking',
  answers: ['broker-endpoint'],
  rule: 'For every Service that leads to the Broker’s port 8222, the signals of public-broker about that port. Any signal that proves it public fails. An internal load balancer, or one that is limited to source ranges, passes by its spec where nothing speaks against it: the operator puts 8222 on the same Service as 4222, and the Server reads it.',
  why: 'Port 8222 has no authentication and no TLS: it shows connections, clients’ addresses and subjects to any client. The operator puts it on the same Service as 4222.',
  source: 'meshery-operator: the client Service carries 4222 and 8222; NATS monitoring',
  evidence: SignalsEvidence,
  material: materialSignals('spec', 'address', 'node port'),
  needs: ['services', 'workloads', 'brokers'],
  uses: ['nodes', 'routes'],
  evaluate: (facts, context) =>
    atLeastOne(
      judgeBrokerPort('monitoring', facts, context, { field: 'port 8222', alone: true }),
      'no Service leads to a Broker’s monitoring port',
    ),
  describe: (_, evidence) => provenSignals(evidence),
  remedy: (subject, _, where) => closeBroker(where, subject),
})
