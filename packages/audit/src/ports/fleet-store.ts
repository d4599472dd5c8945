import type { DecisionStore } from './decision-store.ts'
import type { FindingPages } from './finding-pages.ts'
import type { LatencyStore } from './latency-store.ts'
import type { Outbox } from './outbox.ts'
import type { RunLedger } from './run-ledger.ts'
import type { StoreRows } from './store-rows.ts'
import type { Store } from './store.ts'
import type { TokenStore } from './token-store.ts'

/** All that one table stores; its wirings pass on the parts. */
export interface FleetStore extends Store {
  readonly ledger: RunLedger
  readonly pages: FindingPages
  readonly tokens: TokenStore
  readonly decisions: DecisionStore
  readonly outbox: Outbox
  readonly latency: LatencyStore
  readonly rows: StoreRows
}
