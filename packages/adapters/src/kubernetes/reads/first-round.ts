import type { Section } from '@fleet-auditor/model/section.ts'
import type { SectionValue } from '@fleet-auditor/model/snapshot.ts'
import { z } from 'zod'
import type { ApiClient } from '../client/api-client.ts'
import { listPages } from '../client/list-pages.ts'
import {
  asTable,
  getRequest,
  kubernetesGrant,
  mediaTypes,
  pathGrant,
  resourcePath,
  resources,
  type ApiRequest,
} from '../client/resource-request.ts'
import { listOf } from '../projections/kubernetes-shapes.ts'
import { aggregateNodes, firstProviderID, projectNodeTable } from '../projections/node-projection.ts'
import { combine } from './combine-sections.ts'

const pathRequest = (path: string): ApiRequest => ({ path, round: 1, grant: pathGrant(path) })

const Version = z.object({ gitVersion: z.string() })

export const readVersion = (client: ApiClient): Promise<Section<SectionValue<'apiServer'>>> =>
  client.read(pathRequest('/version'), (body) => Version.parse(body))

/** It becomes a key of the store. Kubernetes writes a UUID; what no key holds (`__proto__`, 1 MB) is no UID. */
const Uid = z.object({ metadata: z.object({ uid: z.string().regex(/^[A-Za-z0-9][\w.-]{0,127}$/) }) })

export const readKubeSystem = (client: ApiClient): Promise<Section<SectionValue<'kubeSystem'>>> =>
  client.read(
    { ...getRequest(resources.namespaces, 1, { name: 'kube-system' }), accept: mediaTypes.metadata },
    (body) => ({ uid: Uid.parse(body).metadata.uid }),
  )

/** One served API group, preferred version first. */
export interface ServedGroup {
  readonly name: string
  readonly versions: readonly string[]
}

const groupVersion = z.object({ version: z.string() })
const GroupList = z.object({
  kind: z.literal('APIGroupList'),
  groups: listOf(
    z.object({ name: z.string(), preferredVersion: groupVersion.nullish(), versions: listOf(groupVersion) }),
  ),
})

export const readServedGroups = (client: ApiClient): Promise<Section<readonly ServedGroup[]>> =>
  client.read(pathRequest('/apis'), (body) =>
    GroupList.parse(body).groups.map(({ name, preferredVersion, versions }) => ({
      name,
      versions: [...new Set([preferredVersion, ...versions].flatMap((one) => one?.version ?? []))],
    })),
  )

/** `asksProvider`: the cloud is not known, so one node is read in full for its providerID. */
export async function readNodes(client: ApiClient, asksProvider: boolean): Promise<Section<SectionValue<'nodes'>>> {
  const rows = listPages(client, { resource: resources.nodes, round: 1, ...asTable }, projectNodeTable)
  if (!asksProvider) return combine([await rows], (nodes) => aggregateNodes(nodes))
  const request: ApiRequest = {
    path: resourcePath(resources.nodes),
    query: { limit: '1' },
    round: 1,
    grant: kubernetesGrant('list', resources.nodes),
  }
  const first = client.read(request, firstProviderID)
  return combine([await rows, await first], (nodes, providerID) => aggregateNodes(nodes, providerID))
}
