import { contradictoryExposure } from './catalog/contradictory-exposure.ts'
import { deadNodeportEndpoint } from './catalog/dead-nodeport-endpoint.ts'
import { discoveryPermissionGap } from './catalog/discovery-permission-gap.ts'
import { duplicateOperators } from './catalog/duplicate-operators.ts'
import { emptyClusterId } from './catalog/empty-cluster-id.ts'
import { exposedBrokerMonitoring } from './catalog/exposed-broker-monitoring.ts'
import { exposedServerService } from './catalog/exposed-server-service.ts'
import { highLatency } from './catalog/high-latency.ts'
import { missingBroker } from './catalog/missing-broker.ts'
import { missingMeshsync } from './catalog/missing-meshsync.ts'
import { missingNodeWatch } from './catalog/missing-node-watch.ts'
import { missingOperator } from './catalog/missing-operator.ts'
import { missingResources } from './catalog/missing-resources.ts'
import { operatorNamespace } from './catalog/operator-namespace.ts'
import { pendingBrokerEndpoint } from './catalog/pending-broker-endpoint.ts'
import { publicApiServer } from './catalog/public-api-server.ts'
import { publicBroker } from './catalog/public-broker.ts'
import { scaledBroker } from './catalog/scaled-broker.ts'
import { secretsInDiscovery } from './catalog/secrets-in-discovery.ts'
import { unauthenticatedBroker } from './catalog/unauthenticated-broker.ts'
import { unmanagedCluster } from './catalog/unmanaged-cluster.ts'
import { unneededNodeWatch } from './catalog/unneeded-node-watch.ts'
import { unownedPlane } from './catalog/unowned-plane.ts'
import { unpinnedImage } from './catalog/unpinned-image.ts'
import { unreachableBroker } from './catalog/unreachable-broker.ts'
import { unreachableCluster } from './catalog/unreachable-cluster.ts'
import { unreadyComponent } from './catalog/unready-component.ts'
import { unsupportedKubernetes } from './catalog/unsupported-kubernetes.ts'
import { vanishedCluster } from './catalog/vanished-cluster.ts'
import { wildcardRole } from './catalog/wildcard-role.ts'
import type { AnyClusterCheck, Check, FleetCheck, PlaneCheck } from './define.ts'

/** Checks of one cluster, in the order in which a person reads them. Adding one: its file, its test, one line here. */
export const clusterChecks: readonly AnyClusterCheck[] = [
  unreachableCluster,
  publicApiServer,
  unsupportedKubernetes,
  missingOperator,
  missingBroker,
  missingMeshsync,
  duplicateOperators,
  operatorNamespace,
  unreadyComponent,
  missingNodeWatch,
  discoveryPermissionGap,
  emptyClusterId,
  unneededNodeWatch,
  wildcardRole,
  secretsInDiscovery,
  publicBroker,
  contradictoryExposure,
  exposedBrokerMonitoring,
  unauthenticatedBroker,
  unreachableBroker,
  pendingBrokerEndpoint,
  deadNodeportEndpoint,
  scaledBroker,
  exposedServerService,
  highLatency,
  missingResources,
  unpinnedImage,
]

/** Checks that only the fleet as a whole can answer. */
export const fleetChecks: readonly FleetCheck[] = [unmanagedCluster, vanishedCluster]

/** Checks of one plane: what is declared of a Meshery Server, and what it shows. */
export const planeChecks: readonly PlaneCheck[] = [unownedPlane]

export const allChecks: readonly Check[] = [...clusterChecks, ...planeChecks, ...fleetChecks]

export const findCheck = (id: string): Check | undefined => allChecks.find((check) => check.id === id)

/** Rule version of every check: what *new rule* is decided by. */
export const ruleSet: Readonly<Record<string, number>> = Object.fromEntries(
  allChecks.map((check) => [check.id, check.ruleVersion]),
)
