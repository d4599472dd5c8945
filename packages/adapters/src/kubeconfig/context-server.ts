import type { Provider } from '@fleet-auditor/model/provider.ts'
import type { ContextCluster, KubeconfigContext } from './kubeconfig.ts'

/** The clouds' own API hosts; the group is the region where the name has one. */
const hosts: readonly (readonly [pattern: RegExp, provider: Provider])[] = [
  [/\.([a-z]{2,}(?:-[a-z]+)+-\d)\.eks\.amazonaws\.com(?:\.cn)?$/, 'eks'],
  [/\.eks\.amazonaws\.com$/, 'eks'],
  // Of clusters with IPv6, and of dual-stack endpoints.
  [/\.eks-cluster\.([a-z]{2,}(?:-[a-z]+)+-\d)\.(?:api\.aws|api\.amazonwebservices\.com\.cn)$/, 'eks'],
  [/\.(?:hcp|privatelink)\.([a-z0-9]+)\.azmk8s\.io$/, 'aks'],
  [/\.azmk8s\.io$/, 'aks'],
  // Azure Government, and Azure in China.
  [/\.hcp\.([a-z0-9]+)\.cx\.(?:aks\.containerservice\.azure\.us|prod\.service\.azk8s\.cn)$/, 'aks'],
  [/\.gke\.goog$/, 'gke'],
]

/** An API server as its context names it. */
export type ContextServer = ContextCluster & {
  /** Host, port unless 443, and path. */
  readonly address: string
  /** The address, and what else chooses the cluster behind it: what identifies the cluster. */
  readonly locator: string
  /** Of the cloud whose API host it is. */
  readonly provider?: Provider
  readonly region?: string
}

/** A sentence when the context names no server that could be asked. */
export function serverOf(context: KubeconfigContext): ContextServer | string {
  const { name, clusterName, cluster } = context
  if (!cluster) return `context "${name}" names the cluster "${clusterName}", which the kubeconfig does not have`
  const url = URL.parse(cluster.server)
  if (!url) return `context "${name}": its server is not a URL`
  if (url.protocol !== 'https:') return `context "${name}": its server is not https, so no credentials may go there`
  const address = `${url.host}${url.pathname.replace(/\/+$/, '')}`
  const locator = [address, ...waysOf(context, url)].join('?')
  for (const [pattern, provider] of hosts) {
    const found = pattern.exec(url.hostname)
    if (found) return { ...cluster, address, locator, provider, region: found[1] || undefined }
  }
  return { ...cluster, address, locator }
}

/**
 * What chooses among clusters at one address: the name that TLS asks for, the proxy that leads to a private one, and the
 * cluster that a Teleport login is for, which is in the certificate of its user. Two ways to one cluster show one UID.
 */
function* waysOf({ cluster, user }: KubeconfigContext, server: URL): Generator<string> {
  const { tlsServerName, proxyUrl } = cluster ?? {}
  if (tlsServerName && tlsServerName !== server.hostname) yield `tls-server-name=${tlsServerName}`
  const proxy = proxyUrl ? URL.parse(proxyUrl)?.host : undefined // without its password
  if (proxy) yield `proxy=${proxy}`
  const loginFor = user?.exec?.args.find((word) => word.startsWith(teleportCluster))
  if (loginFor) yield `kube-cluster=${loginFor.slice(teleportCluster.length)}`
}

const teleportCluster = '--kube-cluster='
