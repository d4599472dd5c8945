import { chartDefaults } from './stories/chart-defaults.ts'
import { farRegion } from './stories/far-region.ts'
import { forbiddenIdentity } from './stories/forbidden-identity.ts'
import { goneCluster } from './stories/gone-cluster.ts'
import { hangingApiServer } from './stories/hanging-api-server.ts'
import { healthy } from './stories/healthy.ts'
import { lostCluster } from './stories/lost-cluster.ts'
import { nodePort } from './stories/node-port.ts'
import { openedBroker } from './stories/opened-broker.ts'
import { pendingLoadBalancer } from './stories/pending-load-balancer.ts'
import { privateEndpoint } from './stories/private-endpoint.ts'
import { publicLegacyBroker } from './stories/public-legacy-broker.ts'
import { refusedNodeWatch } from './stories/refused-node-watch.ts'
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
