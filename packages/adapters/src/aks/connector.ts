import type { Connector } from '@fleet-auditor/audit/ports/connector.ts'
import type { Cluster } from '@fleet-auditor/model/cluster.ts'
import { collected, failed, type Failed } from '@fleet-auditor/model/section.ts'
import type { HasPath } from '../cloud/endpoint.ts'
import { privateEndpoint } from '../cloud/failure-of.ts'
import type { AksOptions } from './arm.ts'
import { azureFailure } from './azure-failure.ts'
import type { AksRecord } from './cluster.ts'
import { loginOf, loginRefusal, readUserKubeconfig, type UserKubeconfig } from './login.ts'
import { createManagedClusters, type ArmPlace } from './managed-clusters.ts'

export interface AksConnectorOptions extends AksOptions {
  readonly hasPath?: HasPath
}

type Attempt<T> = { readonly status: 'read'; readonly value: T } | Failed

/**
 * Server and CA come from the cluster's user credential, whose server must be the host that ARM names; the login is an
 * Entra token. The cluster-admin certificate of a cluster without Entra is used only where the source allows it.
 */
export function createAksConnector(options: AksConnectorOptions): Connector<'aks'> {
  const clusters = createManagedClusters(options)
  return {
    async connect(cluster, scope, signal) {
      const place = placeOf(cluster.locator)
      if (!place) return failed('malformed', `${cluster.id}: ${cluster.locator} is not the ARM id of a managed cluster`)
      const record = await attempt(cluster, signal, () => clusters.get(scope, place, signal))
      if (record.status === 'failed') return record
      const refusal = loginRefusal(cluster, record.value, scope) ?? privateRefusal(cluster, record.value, options)
      if (refusal) return refusal
      const text = await attempt(cluster, signal, () => clusters.kubeconfig(scope, place, signal))
      if (text.status === 'failed') return text
      const kubeconfig = kubeconfigOf(cluster, record.value, text.value)
      if (kubeconfig.status === 'failed') return kubeconfig
      const login = loginOf({
        cluster,
        record: record.value,
        kubeconfig: kubeconfig.value,
        token: clusters.token,
        scope,
      })
      if ('status' in login) return login
      const { server, caPem } = kubeconfig.value
      const access = { server: server.origin, caPem, insecureSkipTlsVerify: false, credentials: login.credentials }
      return collected(access, options.now())
    },
  }
}

async function attempt<T>(cluster: Cluster, signal: AbortSignal, work: () => Promise<T>): Promise<Attempt<T>> {
  try {
    return { status: 'read', value: await work() }
  } catch (error) {
    return azureFailure(error, cluster.id, signal)
  }
}

function placeOf(locator: string): ArmPlace | undefined {
  const [, resourceGroup, name] =
    /\/resourcegroups\/([^/]+)\/providers\/microsoft\.containerservice\/managedclusters\/([^/]+)$/i.exec(locator) ?? []
  return resourceGroup && name ? { resourceGroup, name } : undefined
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
  if (!kubeconfig) return failed('malformed', `${cluster.id}: its user credential is not a kubeconfig`)
  const { hostname } = kubeconfig.server
  if (hostsOf(record).includes(hostname)) return { status: 'read', value: kubeconfig }
  return failed(
    'malformed',
    `${cluster.id}: its user credential names ${hostname}, which is not the host that ARM names`,
  )
}

function parsed(text: string): UserKubeconfig | undefined {
  try {
    return readUserKubeconfig(text)
  } catch {
    return undefined // whatever it is, it is not a kubeconfig: that is the answer
  }
}
