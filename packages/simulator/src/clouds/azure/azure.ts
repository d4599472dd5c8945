import { bearerOf, jsonAnswer, type CloudAnswer, type CloudOperation, type CloudRequest } from '../cloud-answer.ts'
import { startCloudServer, type CloudServerOptions, type RunningCloudServer } from '../cloud-server.ts'
import { azureDenied, azureError, azureNoResource, azureNoSubscription, azureUnauthenticated } from './azure-error.ts'
import type { AksCluster, AzureState, AzureSubscription, ListInput } from './azure-state.ts'
import { answerEntraToken, answerOpenIdConfiguration } from './entra.ts'

export interface AzureOptions extends CloudServerOptions {
  /** Clusters on one page. */
  readonly pageSize?: number
}

interface RunningAzure extends RunningCloudServer {
  /** The same server over another state, as on another day. */
  replace(state: AzureState): void
}

const listPath = /^\/subscriptions\/([^/]+)\/providers\/Microsoft\.ContainerService\/managedClusters$/i
const clusterPath =
  /^\/subscriptions\/([^/]+)\/resourceGroups\/([^/]+)\/providers\/Microsoft\.ContainerService\/managedClusters\/([^/]+)(\/listClusterUserCredential)?$/i
const tokenPath = /^\/([^/]+)\/oauth2\/v2\.0\/token$/
const openIdPath = /^\/([^/]+)\/v2\.0\/\.well-known\/openid-configuration$/

/**
 * Azure's side on one loopback port: ARM (operations `subscriptions.list`, `managedClusters.list`, `.get`,
 * `.listClusterUserCredential`) and Entra (`token`, `openid`). ARM takes the tokens that its clients get for `https://management.azure.com`.
 */
export async function startAzure(state: AzureState, options: AzureOptions = {}): Promise<RunningAzure> {
  let current = state
  const pageSize = options.pageSize ?? 100
  const server = await startCloudServer((request) => route(request, current, pageSize), options)
  return { ...server, replace: (next) => (current = next) }
}

function route(request: CloudRequest, state: AzureState, pageSize: number): CloudOperation {
  const path = decodeURIComponent(request.url.pathname)
  const host = String(request.headers['host'])
  const token = tokenPath.exec(path)
  if (token) return { operation: 'token', answer: () => answerEntraToken(request, token[1] ?? '', state.clients) }
  const openId = openIdPath.exec(path)
  if (openId) return { operation: 'openid', answer: () => answerOpenIdConfiguration(openId[1] ?? '', host) }
  if (path === '/subscriptions') {
    return { operation: 'subscriptions.list', answer: () => answerSubscriptions({ request, state, pageSize, host }) }
  }
  const list = listPath.exec(path)
  if (list) {
    const answer = () => answerList({ request, state, pageSize, host }, list[1] ?? '')
    return { operation: 'managedClusters.list', answer }
  }
  const one = clusterPath.exec(path)
  if (!one) {
    return { operation: 'unknown', answer: () => azureError(404, 'InvalidResourceType', `Unknown path ${path}.`) }
  }
  const operation = one[4] ? 'managedClusters.listClusterUserCredential' : 'managedClusters.get'
  return { operation, answer: () => answerCluster(request, state, one) }
}

function answerList({ request, state, pageSize, host }: ListInput, id: string): CloudAnswer {
  const subscription = admit(request, state, id, 'Microsoft.ContainerService/managedClusters/read')
  if ('status' in subscription) return subscription
  const value = subscription.clusters.map((cluster) => asSent(subscription, cluster))
  return armPage(value, { request, pageSize, host }, subscription.nextLink)
}

function answerCluster(request: CloudRequest, state: AzureState, path: RegExpExecArray): CloudAnswer {
  const action = path[4] ? 'listClusterUserCredential/action' : 'read'
  const subscription = admit(request, state, path[1] ?? '', `Microsoft.ContainerService/managedClusters/${action}`)
  if ('status' in subscription) return subscription
  const cluster = subscription.clusters.find(
    ({ resourceGroup, name }) => same(resourceGroup, path[2] ?? '') && same(name, path[3] ?? ''),
  )
  if (!cluster) return azureNoResource(path[0])
  if (!path[4]) return jsonAnswer(200, asSent(subscription, cluster))
  const value = Buffer.from(cluster.kubeconfig ?? '').toString('base64')
  return jsonAnswer(200, { kubeconfigs: [{ name: 'clusterUser', value }] })
}

const same = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase()

function admit(request: CloudRequest, state: AzureState, id: string, action: string): AzureSubscription | CloudAnswer {
  if (!isKnown(request, state)) return azureUnauthenticated()
  const subscription = state.subscriptions.find((one) => same(one.subscription, id))
  if (!subscription) return azureNoSubscription(id)
  return subscription.denied ? azureDenied(action, `/subscriptions/${id}`) : subscription
}

/** ARM writes `resourcegroups` here and `resourceGroups` there. */
const asSent = ({ subscription }: AzureSubscription, cluster: AksCluster) => ({
  id: `/subscriptions/${subscription}/resourcegroups/${cluster.resourceGroup}/providers/Microsoft.ContainerService/managedClusters/${cluster.name}`,
  name: cluster.name,
  type: 'Microsoft.ContainerService/ManagedClusters',
  location: cluster.location,
  tags: cluster.tags ?? {},
  systemData: { createdAt: cluster.createdAt ?? '2026-03-02T09:00:00Z', createdByType: 'User' },
  sku: { name: 'Base', tier: 'Standard' },
  properties: cluster.properties,
})

const armResource = 'https://management.azure.com'

/** Whether the request shows a token that some client got for ARM. */
function isKnown(request: CloudRequest, { clients }: AzureState): boolean {
  const token = bearerOf(request)
  return token !== undefined && clients.some((client) => client.tokens[armResource] === token)
}

/** One page of a list; `nextLink` overrides what the next one would be. */
function armPage(
  all: readonly object[],
  { request: { url }, pageSize, host }: Omit<ListInput, 'state'>,
  nextLink?: string,
): CloudAnswer {
  const from = Number(url.searchParams.get('$skiptoken') ?? 0)
  const own = `https://${host}${url.pathname}?api-version=${url.searchParams.get('api-version') ?? ''}`
  const next = nextLink ?? (from + pageSize < all.length ? `${own}&$skiptoken=${from + pageSize}` : undefined)
  return jsonAnswer(200, { value: all.slice(from, from + pageSize), nextLink: next || undefined })
}

/** Subscriptions on which the identity has a role; none is no refusal. */
function answerSubscriptions({ request, state, pageSize, host }: ListInput): CloudAnswer {
  if (!isKnown(request, state)) return azureUnauthenticated()
  const tenantId = state.clients[0]?.tenant
  const value = state.subscriptions
    .filter(({ denied }) => !denied)
    .map(({ subscription, state: word = 'Enabled' }) => ({
      id: `/subscriptions/${subscription}`,
      subscriptionId: subscription,
      tenantId,
      displayName: subscription,
      state: word,
      authorizationSource: 'RoleBased',
    }))
  return armPage(value, { request, pageSize, host }, state.nextLink)
}
