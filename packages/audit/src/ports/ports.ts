import type { Clock } from './clock.ts'
import type { Collector } from './collector.ts'
import type { Connectors } from './connector.ts'
import type { Discoveries } from './discovery.ts'
import type { Prober } from './prober.ts'
import type { Progress } from './progress.ts'
import type { ScopeListers } from './scope-lister.ts'
import type { Store } from './store.ts'

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
