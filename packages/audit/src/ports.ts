import type { Clock } from './ports/clock.ts'
import type { Collector } from './ports/collector.ts'
import type { Connectors } from './ports/connector.ts'
import type { Discoveries } from './ports/discovery.ts'
import type { Prober } from './ports/prober.ts'
import type { Progress } from './ports/progress.ts'
import type { ScopeListers } from './ports/scope-lister.ts'
import type { Store } from './ports/store.ts'

/** The world as the verbs see it; one door's wiring fills it in. Cloud adapters load when they are first asked for. */
export interface Ports {
  readonly discoveries: Discoveries
  readonly connectors: Connectors
  readonly collector: Collector
  readonly scopeListers: ScopeListers
  readonly prober: Prober
  readonly store: Store
  readonly clock: Clock
  readonly progress: Progress
}

/** What it takes to audit clusters whose scopes are known. */
export type AuditPorts = Omit<Ports, 'scopeListers'>
