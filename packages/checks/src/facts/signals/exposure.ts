import type { HostPort } from '@fleet-auditor/model/host-port.ts'
import type { ProbeKind } from '@fleet-auditor/model/observation.ts'
import type { Section } from '@fleet-auditor/model/section.ts'
import type { ServiceFacts } from '@fleet-auditor/model/service-facts.ts'
import type { SectionValue } from '@fleet-auditor/model/snapshot.ts'
import { action } from '../../outcome.ts'
import type { ServicePort } from '../broker-services.ts'

/** What is asked: whether some ports of a Service are reachable from outside, and by which probes that shows. */
export interface Exposure {
  readonly service: ServiceFacts
  readonly ports: readonly ServicePort[]
  readonly kind: Extract<ProbeKind, 'broker' | 'monitoring'>
  readonly nodes: Section<SectionValue<'nodes'>>
  readonly routes: Section<SectionValue<'routes'>>
  /** Ports of the nodes themselves that lead past the Service. */
  readonly hostPorts?: readonly number[]
  /** What Servers dial in place of the Service's own endpoint. */
  readonly override?: HostPort | undefined
}

/** What would settle an exposure that one signal alone shows. */
export const internetVantage = action(
  'declare a vantage with network: internet and a control target in the fleet file, so that a probe can prove it',
)
