import type { ServiceFacts } from '@fleet-auditor/model/service-facts.ts'
import type { Outcome } from '@fleet-auditor/model/verdict.ts'
import { defineCheck } from '../define.ts'
import { told } from '../evidence-text.ts'
import { atLeastOne } from '../facts/at-least-one.ts'
import { closeBrokerCommand } from '../facts/broker-remedy.ts'
import { brokerServices, serviceSubject } from '../facts/broker-services.ts'
import { endpointOverride } from '../facts/signals/endpoint-override.ts'
import { exposureSignals } from '../facts/signals/exposure-signals.ts'
import { internetVantage } from '../facts/signals/internet-vantage.ts'
import { decisive, legEvidence, type Signal } from '../facts/signals/signal.ts'
import { fail, pass, unknown } from '../outcome.ts'

export const contradictoryExposure = defineCheck({
  id: 'contradictory-exposure',
  title: 'What the Broker’s Service says and what it is disagree',
  severity: 'high',
  ruleVersion: 1,
  group: 'networking',
  answers: 'Broker endpoint reachable from the Server and restricted to its origin.',
  rule: 'Two of the legs of public-broker (spec, address, probe) speak of a Service of type LoadBalancer and disagree: an internal annotation beside a public address, a public spec beside an address that is private. A silent probe contradicts nothing. Fewer than two legs are unknown.',
  why: 'An annotation of the wrong cloud, or one that came after the load balancer was made, looks internal to whoever reads the spec.',
  source: 'Load balancer controllers of EKS, GKE and AKS',
  material: ['spec', 'address'],
  needs: ['services', 'workloads', 'brokers'],
  uses: ['nodes', 'routes'],
  evaluate({ services, workloads, brokers, nodes, routes }, context) {
    const outcomes = brokerServices(services, workloads, brokers)
      .filter(({ service, client }) => client.length > 0 && service.type === 'LoadBalancer')
      .map(({ service, client }) =>
        judge(
          service,
          exposureSignals(
            { service, ports: client, kind: 'broker', nodes, routes, override: endpointOverride(service, brokers) },
            context,
          ),
        ),
      )
    return atLeastOne(outcomes, 'no load balancer leads to a Broker here')
  },
  describe: (_, evidence) =>
    ['spec', 'address', 'probe']
      .filter((signal) => told(evidence, signal) !== '')
      .map((signal) => `${signal} is ${told(evidence, signal)}`)
      .join('; '),
  remedy: (_, __, provider) => ({
    summary:
      'Find out which of the two is meant. Most controllers do not move an existing load balancer: the Service must be made anew.',
    command: closeBrokerCommand(provider),
  }),
})

function judge(service: ServiceFacts, signals: readonly Signal[]): Outcome {
  const subject = serviceSubject(service)
  const spoken = speaking(signals)
  const evidence = legEvidence(signals)
  const words = new Set(spoken.map(({ says }) => says))
  if (words.size > 1) return fail(subject, evidence)
  const broken = signals.find(({ says }) => says === 'failed')
  if (broken)
    return unknown(broken.cause ?? 'no-vantage', broken.because, {
      subject,
      evidence,
      grant: broken.grant,
    })
  if (spoken.length >= 2) return pass(evidence, subject)
  return unknown('no-vantage', 'fewer than two legs speak', { subject, evidence, grant: internetVantage })
}

/**
 * Legs on the load balancer itself. Node ports are another way in, and a Broker that is down is silent behind a
 * public address too: silence agrees with a closed one, but contradicts nothing.
 */
function speaking(signals: readonly Signal[]): Signal[] {
  const spoken = decisive(signals).filter(({ signal }) => ['spec', 'address', 'probe'].includes(signal))
  const open = spoken.some(({ says }) => says === 'bad')
  return spoken.filter(({ signal, says }) => !(open && signal === 'probe' && says === 'good'))
}
