import type { Section } from '@fleet-auditor/model/section.ts'
import type { RouteFacts } from '@fleet-auditor/model/service-facts.ts'
import type { ApiClient } from '../client/api-client.ts'
import { listPages } from '../client/list-pages.ts'
import { getRequest, resources } from '../client/resource-request.ts'
import { projectTcpServices, projectTcpServicesName } from '../projections/cloud-route-projection.ts'
import { itemsOf } from '../projections/kubernetes-shapes.ts'
import { controllers } from '../projections/recognition.ts'
import { concat } from './combine-sections.ts'

/**
 * The name by which ingress-nginx's own manifests call that ConfigMap: looked for everywhere, since their controllers may
 * bear any labels. The chart's (`ingress-nginx-tcp`) is named by an argument of controllers that bear the chart's labels.
 */
const wellKnown = 'tcp-services'

const labelSelector = `app.kubernetes.io/name in (${controllers})`

/**
 * Which ConfigMaps the ingress-nginx controllers of a cluster read, as `namespace/name`, by their arguments. `deployed`:
 * by those that are Deployments, which the first round has read.
 */
export async function namedTcpServices(
  client: ApiClient,
  deployed: Promise<Section<readonly string[]>>,
): Promise<Section<readonly string[]>> {
  const list = { resource: resources.daemonSets, round: 2, query: { labelSelector } } as const
  const daemonSets = listPages(client, list, (page, at) => itemsOf(projectTcpServicesName)(page, at).flat())
  return concat('', await Promise.all([deployed, daemonSets]))
}

/** What those ConfigMaps, and any of the well-known name, lead to; a ConfigMap that is not there leads nowhere. */
export async function readTcpServices(
  client: ApiClient,
  named: readonly string[],
): Promise<Section<readonly RouteFacts[]>> {
  const everywhere = { fieldSelector: `metadata.name=${wellKnown}` }
  const list = listPages(client, { resource: resources.configMaps, round: 3, query: everywhere }, (page, at) =>
    itemsOf(projectTcpServices)(page, at).flat(),
  )
  const others = [...new Set(named)].map((each) => each.split('/')).filter(([, name]) => name !== wellKnown)
  const reads = others.map(async ([namespace = '', name = '']): Promise<Section<readonly RouteFacts[]>> => {
    const request = getRequest(resources.configMaps, 3, { namespace, name })
    const read = await client.read(request, (body) => projectTcpServices(body))
    return read.status === 'failed' && read.cause === 'absent-api' ? { status: 'collected', value: [], at: '' } : read
  })
  return concat('', await Promise.all([list, ...reads]))
}
