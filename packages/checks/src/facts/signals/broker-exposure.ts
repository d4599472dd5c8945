import type { BrokerResource } from '@fleet-auditor/model/meshery-resource.ts'
import type { Section } from '@fleet-auditor/model/section.ts'
import type { SectionValue } from '@fleet-auditor/model/snapshot.ts'
import type { ClusterContext } from '../../context.ts'
import { action, unknown, type Outcome } from '../../outcome.ts'
import { brokerServices, serviceSubject, type BrokerService } from '../broker-services.ts'
import { endpointOverride } from './endpoint-override.ts'
import { exposureSignals } from './exposure-signals.ts'
import { internetVantage, type Exposure } from './exposure.ts'
import { judgeSignals, type SignalsEvidence } from './signal.ts'

/** The Broker's ports, by what they serve: 4222 clients, 8222 its monitoring. */
type BrokerPort = 'client' | 'monitoring'

interface BrokerFacts {
  readonly services: SectionValue<'services'>
  readonly workloads: SectionValue<'workloads'>
  readonly brokers: readonly BrokerResource[]
  readonly nodes: Section<SectionValue<'nodes'>>
  readonly routes: Section<SectionValue<'routes'>>
}

/** How one of the Broker's ports is exposed by one Service. */
export const brokerExposure = (found: BrokerService, port: BrokerPort, facts: BrokerFacts): Exposure => ({
  service: found.service,
  ports: [...found[port], ...found.unresolved],
  kind: port === 'client' ? 'broker' : 'monitoring',
  nodes: facts.nodes,
  routes: facts.routes,
  hostPorts: found.hostPorts[port],
  override: port === 'client' ? endpointOverride(found.service, facts.brokers) : undefined,
})

interface Judging {
  readonly field?: string
  /** Whether the spec alone is enough where no other signal was planned. */
  readonly alone?: boolean
}

/** Judges each Service that leads to one of the Broker's ports, or may. */
export const judgeBrokerPort = (
  port: BrokerPort,
  facts: BrokerFacts,
  context: ClusterContext,
  { field, alone }: Judging = {},
): Outcome<SignalsEvidence>[] =>
  brokerServices(facts.services, facts.workloads, facts.brokers)
    .filter((found) => found[port].length + found.unresolved.length + found.hostPorts[port].length > 0)
    .map((found) => {
      const signals = exposureSignals(brokerExposure(found, port, facts), context)
      const outcome = judgeSignals(serviceSubject(found.service, field), signals, { missing: internetVantage, alone })
      if (outcome.verdict === 'pass' && found.unseen) return unseen(found, outcome)
      const surely = found[port].length + found.hostPorts[port].length > 0
      return surely || outcome.verdict !== 'fail' ? outcome : doubted(found, outcome)
    })

/** A public Service of which it is not known whether it leads to that port. */
function doubted(
  { service, unresolved }: BrokerService,
  outcome: Extract<Outcome<SignalsEvidence>, { verdict: 'fail' }>,
) {
  const names = unresolved.map(({ port, targetPort }) => `${port} to ${targetPort}`).join(', ')
  const detail = `${service.namespace}/${service.name} leads from port ${names}, which no container of the Broker declares`
  return unknown<SignalsEvidence>('malformed', detail, { subject: outcome.subject, evidence: outcome.evidence })
}

/** The Service shows nothing, and its pods may listen on their nodes. */
function unseen(
  { service }: BrokerService,
  { subject, evidence }: Extract<Outcome<SignalsEvidence>, { verdict: 'pass' }>,
) {
  const detail = `no workload behind ${service.namespace}/${service.name} is recognised: whether its pods listen on ports of their nodes is not known`
  const grant = action(
    'name the Broker’s labels or image under recognise in the fleet file, or remove what is left of it',
  )
  return unknown<SignalsEvidence>('undeclared', detail, { subject, evidence, grant })
}
