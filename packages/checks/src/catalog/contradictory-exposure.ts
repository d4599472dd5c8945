import type { ServiceFacts } from '@fleet-auditor/model/service-facts.ts'
import { defineCheck } from '../define.ts'
import { atLeastOne } from '../facts/at-least-one.ts'
import { brokerServices, serviceSubject } from '../facts/broker-services.ts'
import { brokerExposure } from '../facts/signals/broker-exposure.ts'
import { exposureSignals } from '../facts/signals/exposure-signals.ts'
import { decisive, materialSignals, signalsEvidence, SignalsEvidence, type Signal } from '../facts/signals/signal.ts'
import { fail, notApplicable, pass, unknown, type Outcome } from '../outcome.ts'
import { closeBroker } from '../remedies/close-broker.ts'

export const contradictoryExposure = defineCheck({
  id: 'contradictory-exposure',
  title: 'The Broker’s Service looks internal and is public, or the reverse',
  severity: 'high',
  ruleVersion: 3,
  group: 'networking',
  answers: ['broker-endpoint'],
  rule: 'Two of the signals of public-broker (spec, address, probe) bear on a Service of type LoadBalancer and disagree: an internal annotation beside a public address, a public spec beside an address that is private. A silent probe contradicts nothing. With fewer than two signals there is nothing to compare.',
  why: 'An annotation of the wrong cloud, or one that came after the load balancer was made, looks internal in the spec.',
  source: 'Load balancer controllers of EKS, GKE and AKS',
  evidence: SignalsEvidence,
  material: materialSignals('spec', 'address'),
  needs: ['services', 'workloads', 'brokers'],
  uses: ['nodes', 'routes'],
  evaluate(facts, context) {
    const outcomes = brokerServices(facts.services, facts.workloads, facts.brokers)
      .filter(
        ({ service, client, unresolved }) => client.length + unresolved.length > 0 && service.type === 'LoadBalancer',
      )
      .map((found) => judge(found.service, exposureSignals(brokerExposure(found, 'client', facts), context)))
    return atLeastOne(outcomes, 'no load balancer leads to a Broker here')
  },
  describe: (_, { signals }) =>
    signals
      .filter(({ name }) => isOfBalancer(name))
      .map(({ name, verdict, because }) => `${name}: ${exposed[verdict]} (${because})`)
      .join('; '),
  remedy: (subject, _, where) => ({
    ...closeBroker(where, subject),
    summary: `Find out which of the two is meant. ${closeBroker(where, subject).summary}`,
  }),
})

/** What a signal shows of the Service, by its verdict. */
const exposed = { bad: 'public', good: 'not public', suggests: 'uncertain', failed: 'not read' } as const

/** Signals on the load balancer itself; node ports are another way in. */
const isOfBalancer = (name: Signal['name']): boolean => name === 'spec' || name === 'address' || name === 'probe'

function judge(service: ServiceFacts, signals: readonly Signal[]): Outcome<SignalsEvidence> {
  const subject = serviceSubject(service)
  const opposed = contradictable(signals)
  const evidence = signalsEvidence(signals)
  if (new Set(opposed.map(({ verdict }) => verdict)).size > 1) return fail(subject, evidence)
  const broken = signals.find(({ name, verdict }) => isOfBalancer(name) && verdict === 'failed')
  if (broken) {
    const { cause = 'no-vantage', because, grant } = broken
    return unknown(cause, because, { subject, evidence, grant })
  }
  if (opposed.length >= 2) return pass(subject, evidence)
  return notApplicable('fewer than two signals bear on the load balancer: there is nothing to compare')
}

/** A Broker that is down is silent behind a public address too: silence agrees with a closed one, and contradicts nothing. */
function contradictable(signals: readonly Signal[]): Signal[] {
  const found = decisive(signals).filter(({ name }) => isOfBalancer(name))
  const open = found.some(({ verdict }) => verdict === 'bad')
  return found.filter(({ name, verdict }) => !(open && name === 'probe' && verdict === 'good'))
}
