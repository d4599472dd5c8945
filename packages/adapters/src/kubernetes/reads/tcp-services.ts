import type { Section } from '@fleet-auditor/model/section.ts'
import type { RouteFacts } from '@fleet-auditor/model/service-facts.ts'
import type { ApiClient } from '../client/api-client.ts'
import { listPages } from '../client/list-pages.ts'
import { getRequest, resources } from '../client/resource-request.ts'
import { projectTcpServices, projectTcpServicesName } from '../projections/cloud-route-projection.ts'
import { itemsOf } from '../projections/kubernetes-shapes.ts'
import { concat } from './combine-sections.ts'

/** The names by which ingress-nginx's own manifests and its chart call that ConfigMap; no other is looked for by name. */
const tcpServicesNames = ['tcp-services', 'ingress-nginx-tcp'] as const

const labelSelector = 'app.kubernetes.io/name in (ingress-nginx,rke2-ingress-nginx)'

/** Which ConfigMaps the ingress-nginx controllers of a cluster read, as `namespace/name`, by their arguments. */
export async function namedTcpServices(client: ApiClient): Promise<Section<readonly string[]>> {
  const list = (resource: typeof resources.deployments | typeof resources.daemonSets) =>
    listPages(client, { resource, round: 2, query: { labelSelector } }, (page, at) =>
      itemsOf(projectTcpServicesName)(page, at).flat(),
    )
  return concat('', await Promise.all([list(resources.deployments), list(resources.daemonSets)]))
}

/** What those ConfigMaps, and any of a well-known name, lead to; a ConfigMap that is not there leads nowhere. */
export async function readTcpServices(
  client: ApiClient,
  named: readonly string[],
): Promise<Section<readonly RouteFacts[]>> {
  const lists = tcpServicesNames.map((name) =>
    listPages(
      client,
      { resource: resources.configMaps, round: 3, query: { fieldSelector: `metadata.name=${name}` } },
      (page, at) => itemsOf(projectTcpServices)(page, at).flat(),
    ),
  )
  const others = [...new Set(named)].map((each) => each.split('/')).filter(([, name = '']) => !isWellKnown(name))
  const reads = others.map(async ([namespace = '', name = '']): Promise<Section<readonly RouteFacts[]>> => {
    const request = getRequest(resources.configMaps, 3, { namespace, name })
    const read = await client.read(request, (body) => projectTcpServices(body))
    return read.status === 'failed' && read.cause === 'absent-api' ? { status: 'collected', value: [], at: '' } : read
  })
  return concat('', await Promise.all([...lists, ...reads]))
}

const isWellKnown = (name: string): boolean => tcpServicesNames.some((known) => known === name)
