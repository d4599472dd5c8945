import type { Clock } from './clock.ts'
import type { Collector } from './collector.ts'
import type { Connectors } from './connector.ts'
import type { Discoveries } from './discovery.ts'
import type { FleetStore } from './fleet-store.ts'
import type { Prober } from './prober.ts'
import type { Progress } from './progress.ts'
import type { ScopeListers } from './scope-lister.ts'

/** The world as the verbs see it; the wiring of the CLI, `serve` or a function fills it in. Cloud adapters load when they are first asked for. */
export interface Ports {
  readonly discoveries: Discoveries
  readonly connectors: Connectors
  readonly collector: Collector
  readonly scopeListers: ScopeListers
  readonly prober: Prober
  readonly store: FleetStore
  readonly clock: Clock
  readonly progress: Progress
}
