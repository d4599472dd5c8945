import type { ApiAccess, Connector, Credentials } from '@fleet-auditor/audit/ports/connector.ts'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import type { Cluster } from '@fleet-auditor/model/cluster.ts'
import type { ScopeOf } from '@fleet-auditor/model/scope.ts'
import { collected, failed, type Failed, type Section } from '@fleet-auditor/model/section.ts'
import { privateEndpoint } from '../cloud/path-to-private.ts'
import { azureFailure, isGone } from './azure-failure.ts'
import type { AksRecord } from './cluster-record.ts'
import { type ArmPlace, createManagedClusters, type ManagedClusters } from './managed-clusters.ts'
import type { AksConnectorOptions } from './options.ts'
import { readUserKubeconfig, type UserKubeconfig } from './user-kubeconfig.ts'

/** The application id of the AKS server in Entra, the same in every tenant of the public cloud. */
const aksServerScope = '6dae42f8-4368-4678-94ff-3960e28e3630/.default'
const readAction = 'Microsoft.ContainerService/managedClusters/read'
const credentialAction = 'Microsoft.ContainerService/managedClusters/listClusterUserCredential/action'

/**
 * Server and CA come from the cluster's user credential, whose server must be the host that ARM names; the login is an
 * Entra token. The cluster-admin certificate of a cluster without Entra is used only where the source allows it.
 */
export function createAksConnector(options: AksConnectorOptions): Connector<'aks'> {
  const clusters = createManagedClusters(options)
  return {
    async connect(cluster, scope, signal) {
      const place = placeOf(cluster.locator)
      if (!place) return failed('malformed', `${cluster.id}: ${cluster.locator} is no ARM id of a managed cluster`)
      const read = { clusters, cluster, scope, place, signal }
      const record = await attempt(read, readAction, () => clusters.get(scope, place, signal))
      if (record.status === 'failed') return record
      const refusal = loginRefusal(cluster, record.value, scope) ?? privateRefusal(cluster, record.value, options)
      if (refusal) return refusal
      const text = await attempt(read, credentialAction, () => clusters.kubeconfig(scope, place, signal))
      if (text.status === 'failed') return text
      const kubeconfig = kubeconfigOf(cluster, record.value, text.value)
      if (kubeconfig.status === 'failed') return kubeconfig
      return collected(accessBy(kubeconfig.value, record.value, read), options.now())
    },
  }
}

interface Read {
  readonly clusters: ManagedClusters
  readonly cluster: Cluster
  readonly scope: ScopeOf<'aks'>
  readonly signal: AbortSignal
}

type Attempt<T> = { readonly status: 'read'; readonly value: T } | Failed

async function attempt<T>({ cluster, signal }: Read, action: string, work: () => Promise<T>): Promise<Attempt<T>> {
  try {
    return { status: 'read', value: await work() }
  } catch (error) {
    if (isGone(error)) return failed('unreachable', `${cluster.id}: the cloud no longer knows this cluster`)
    return azureFailure(error, cluster.id, action, signal)
  }
}

function placeOf(locator: string): ArmPlace | undefined {
  const [, resourceGroup, name] =
    /\/resourcegroups\/([^/]+)\/providers\/microsoft\.containerservice\/managedclusters\/([^/]+)$/i.exec(locator) ?? []
  return resourceGroup && name ? { resourceGroup, name } : undefined
}

function loginRefusal(cluster: Cluster, record: AksRecord, scope: ScopeOf<'aks'>): Failed | undefined {
  if (record.aadProfile || scope.allowLocalAccount) return undefined
  const sentence =
    `enable Entra ID on ${cluster.name} (az aks update --enable-aad), or set allowLocalAccount on its subscription ` +
    'in the fleet file to use its cluster-admin certificate'
  const words = `${cluster.id}: it has no Entra ID login, only local accounts`
  return failed('unauthenticated', words, { kind: 'action', sentence })
}

function privateRefusal(cluster: Cluster, record: AksRecord, { hasPath }: AksConnectorOptions): Failed | undefined {
  if (record.apiServerAccessProfile?.enablePrivateCluster !== true) return undefined
  const hosts = hostsOf(record)
  if (hosts.some((host) => hasPath?.(host, 443))) return undefined
  const words = `${cluster.id}: its API server has no address outside its network`
  return privateEndpoint(hosts[0] ?? 'its API server', words)
}

/** The private name first: it is the one that a private cluster's kubeconfig gives. */
const hostsOf = ({ fqdn, privateFqdn }: AksRecord): string[] =>
  [privateFqdn, fqdn].filter((host) => host !== undefined).map((host) => host.toLowerCase())

function kubeconfigOf(cluster: Cluster, record: AksRecord, text: string): Attempt<UserKubeconfig> {
  const kubeconfig = parsed(text)
  if (!kubeconfig) return failed('malformed', `${cluster.id}: its user credential is no kubeconfig`)
  const { hostname } = kubeconfig.server
  if (hostsOf(record).includes(hostname)) return { status: 'read', value: kubeconfig }
  return failed(
    'malformed',
    `${cluster.id}: its user credential names ${hostname}, which is not the host ARM says it has`,
  )
}

function parsed(text: string): UserKubeconfig | undefined {
  try {
    return readUserKubeconfig(text)
  } catch {
    return undefined // whatever it is, it is no kubeconfig: that is the answer
  }
}

function accessBy(kubeconfig: UserKubeconfig, record: AksRecord, read: Read): ApiAccess {
  const { clientCertificate } = kubeconfig
  const entra = record.aadProfile
  return {
    server: kubeconfig.server.origin,
    caPem: kubeconfig.caPem,
    insecureSkipTlsVerify: false,
    credentials: (signal) =>
      entra ? entraCredentials(read, entra.tenantID, signal) : localCredentials(read.cluster, clientCertificate),
  }
}

async function entraCredentials(read: Read, tenant: string | undefined, signal: AbortSignal): Promise<Credentials> {
  try {
    const { token } = await read.clusters.token(aksServerScope, tenant ?? read.scope.tenant, signal)
    return { authorization: `Bearer ${token}` }
  } catch (error) {
    throw asCollectError(azureFailure(error, read.cluster.id, readAction, signal), error)
  }
}

async function localCredentials(
  cluster: Cluster,
  clientCertificate: UserKubeconfig['clientCertificate'],
): Promise<Credentials> {
  if (clientCertificate) return { clientCertificate }
  throw asCollectError(
    failed('unauthenticated', `${cluster.id}: its user credential holds no client certificate`),
    undefined,
  )
}

const asCollectError = ({ cause: reason, detail, grant }: Failed, cause: unknown): AuditorError =>
  new AuditorError('collect', detail, { reason, ...(grant ? { grant } : {}), cause })
