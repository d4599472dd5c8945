import { blockedWebsocket } from './catalog/blocked-websocket.ts'
import { bufferedEventStream } from './catalog/buffered-event-stream.ts'
import { colocatedReplicas } from './catalog/colocated-replicas.ts'
import { conflictingPlanes } from './catalog/conflicting-planes.ts'
import { contradictoryExposure } from './catalog/contradictory-exposure.ts'
import { deadNodeportEndpoint } from './catalog/dead-nodeport-endpoint.ts'
import { disabledTracing } from './catalog/disabled-tracing.ts'
import { discoveryPermissionGap } from './catalog/discovery-permission-gap.ts'
import { distantPlane } from './catalog/distant-plane.ts'
import { divergentCluster } from './catalog/divergent-cluster.ts'
import { dockerHostedServer } from './catalog/docker-hosted-server.ts'
import { duplicateOperators } from './catalog/duplicate-operators.ts'
import { edgeChannel } from './catalog/edge-channel.ts'
import { emptyClusterId } from './catalog/empty-cluster-id.ts'
import { expiringCertificate } from './catalog/expiring-certificate.ts'
import { exposedBrokerMonitoring } from './catalog/exposed-broker-monitoring.ts'
import { exposedHostPort } from './catalog/exposed-host-port.ts'
import { exposedServerService } from './catalog/exposed-server-service.ts'
import { hastyProbes } from './catalog/hasty-probes.ts'
import { highLatency } from './catalog/high-latency.ts'
import { insecureTracing } from './catalog/insecure-tracing.ts'
import { legacyLeftovers } from './catalog/legacy-leftovers.ts'
import { localProvider } from './catalog/local-provider.ts'
import { looseProviderUrls } from './catalog/loose-provider-urls.ts'
import { missingBroker } from './catalog/missing-broker.ts'
import { missingMeshsync } from './catalog/missing-meshsync.ts'
import { missingNodeWatch } from './catalog/missing-node-watch.ts'
import { missingOperator } from './catalog/missing-operator.ts'
import { missingProbes } from './catalog/missing-probes.ts'
import { missingResources } from './catalog/missing-resources.ts'
import { missingStartupProbe } from './catalog/missing-startup-probe.ts'
import { operatorNamespace } from './catalog/operator-namespace.ts'
import { orphanedComponents } from './catalog/orphaned-components.ts'
import { outdatedOperatorChart } from './catalog/outdated-operator-chart.ts'
import { outdatedServer } from './catalog/outdated-server.ts'
import { pendingBrokerEndpoint } from './catalog/pending-broker-endpoint.ts'
import { pendingServerEndpoint } from './catalog/pending-server-endpoint.ts'
import { plainHttpServer } from './catalog/plain-http-server.ts'
import { plaintextBroker } from './catalog/plaintext-broker.ts'
import { plaintextSecret } from './catalog/plaintext-secret.ts'
import { publicApiServer } from './catalog/public-api-server.ts'
import { publicBroker } from './catalog/public-broker.ts'
import { restartingComponent } from './catalog/restarting-component.ts'
import { scaledBroker } from './catalog/scaled-broker.ts'
import { scaledMeshsync } from './catalog/scaled-meshsync.ts'
import { secretsInDiscovery } from './catalog/secrets-in-discovery.ts'
import { sharedServiceAccount } from './catalog/shared-service-account.ts'
import { shortPolicyTimeout } from './catalog/short-policy-timeout.ts'
import { skewedPlanes } from './catalog/skewed-planes.ts'
import { staleBrokerEndpoint } from './catalog/stale-broker-endpoint.ts'
import { staleCrds } from './catalog/stale-crds.ts'
import { stuckCrdJob } from './catalog/stuck-crd-job.ts'
import { unauthenticatedBroker } from './catalog/unauthenticated-broker.ts'
import { unboundedServerCache } from './catalog/unbounded-server-cache.ts'
import { undeclaredTopology } from './catalog/undeclared-topology.ts'
import { undersizedMemory } from './catalog/undersized-memory.ts'
import { unexpectedOperator } from './catalog/unexpected-operator.ts'
import { unhardenedWorkload } from './catalog/unhardened-workload.ts'
import { unmanagedCluster } from './catalog/unmanaged-cluster.ts'
import { unmanagedRelease } from './catalog/unmanaged-release.ts'
import { unneededNodeWatch } from './catalog/unneeded-node-watch.ts'
import { unownedPlane } from './catalog/unowned-plane.ts'
import { unpinnedImage } from './catalog/unpinned-image.ts'
import { unreachableBroker } from './catalog/unreachable-broker.ts'
import { unreachableCluster } from './catalog/unreachable-cluster.ts'
import { unreachableProvider } from './catalog/unreachable-provider.ts'
import { unreadyComponent } from './catalog/unready-component.ts'
import { unreadyServer } from './catalog/unready-server.ts'
import { unsupportedKubernetes } from './catalog/unsupported-kubernetes.ts'
import { unsyncedDiscovery } from './catalog/unsynced-discovery.ts'
import { untrustedCertificate } from './catalog/untrusted-certificate.ts'
import { untrustedRegistry } from './catalog/untrusted-registry.ts'
import { untunedDiscoveryScope } from './catalog/untuned-discovery-scope.ts'
import { vanishedCluster } from './catalog/vanished-cluster.ts'
import { verboseLogging } from './catalog/verbose-logging.ts'
import { versionSkew } from './catalog/version-skew.ts'
import { wideningBlacklist } from './catalog/widening-blacklist.ts'
import { wildcardRole } from './catalog/wildcard-role.ts'
import { wrongCallbackUrl } from './catalog/wrong-callback-url.ts'
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
  orphanedComponents,
  staleCrds,
  legacyLeftovers,
  stuckCrdJob,
  unexpectedOperator,
  unmanagedRelease,
  scaledMeshsync,
  unreadyComponent,
  unsyncedDiscovery,
  restartingComponent,
  missingNodeWatch,
  discoveryPermissionGap,
  emptyClusterId,
  unneededNodeWatch,
  wildcardRole,
  secretsInDiscovery,
  localProvider,
  looseProviderUrls,
  plaintextSecret,
  unhardenedWorkload,
  sharedServiceAccount,
  publicBroker,
  contradictoryExposure,
  exposedBrokerMonitoring,
  unauthenticatedBroker,
  plaintextBroker,
  unreachableBroker,
  pendingBrokerEndpoint,
  staleBrokerEndpoint,
  deadNodeportEndpoint,
  scaledBroker,
  exposedServerService,
  pendingServerEndpoint,
  wrongCallbackUrl,
  exposedHostPort,
  highLatency,
  missingResources,
  undersizedMemory,
  unboundedServerCache,
  untunedDiscoveryScope,
  wideningBlacklist,
  shortPolicyTimeout,
  missingProbes,
  hastyProbes,
  missingStartupProbe,
  colocatedReplicas,
  unpinnedImage,
  untrustedRegistry,
  edgeChannel,
  versionSkew,
  outdatedOperatorChart,
  verboseLogging,
  disabledTracing,
  insecureTracing,
]

/** Checks that only the fleet as a whole can answer. */
export const fleetChecks: readonly FleetCheck[] = [
  unmanagedCluster,
  vanishedCluster,
  conflictingPlanes,
  skewedPlanes,
  distantPlane,
  divergentCluster,
]

/** Checks of one plane: what is declared of a Meshery Server, and what it shows. */
export const planeChecks: readonly PlaneCheck[] = [
  unownedPlane,
  undeclaredTopology,
  dockerHostedServer,
  unreadyServer,
  untrustedCertificate,
  expiringCertificate,
  plainHttpServer,
  unreachableProvider,
  blockedWebsocket,
  bufferedEventStream,
  outdatedServer,
]

export const allChecks: readonly Check[] = [...clusterChecks, ...planeChecks, ...fleetChecks]

export const findCheck = (id: string): Check | undefined => allChecks.find((check) => check.id === id)

/** Rule version of every check: what *new rule* is decided by. */
export const ruleSet: Readonly<Record<string, number>> = Object.fromEntries(
  allChecks.map((check) => [check.id, check.ruleVersion]),
)
