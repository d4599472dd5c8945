import {
  farRegion,
  forbiddenIdentity,
  goneCluster,
  hangingApiServer,
  lostCluster,
  privateEndpoint,
} from './stories/access.ts'
import { nodePort, openedBroker, pendingLoadBalancer, publicLegacyBroker } from './stories/brokers.ts'
import { chartDefaults, healthy, refusedNodeWatch } from './stories/installs.ts'
import type { Story } from './story.ts'

/** The demonstration fleet: one story a cluster. */
export const stories: readonly Story[] = [
  healthy,
  chartDefaults,
  publicLegacyBroker,
  openedBroker,
  ...refusedNodeWatch,
  farRegion,
  pendingLoadBalancer,
  privateEndpoint,
  goneCluster,
  nodePort,
  forbiddenIdentity,
  hangingApiServer,
  lostCluster,
]
