import type { BrokerResource, MeshSyncResource } from '@fleet-auditor/model/meshery-resource.ts'
import type { Section } from '@fleet-auditor/model/section.ts'
import type { ApiClient } from '../client/api-client.ts'
import { listPages } from '../client/list-pages.ts'
import { itemsOf } from '../projections/kubernetes-shapes.ts'
import { projectBroker, projectMeshSync } from '../projections/meshery-resource-projection.ts'
import { concat } from './combine-sections.ts'
import type { ServedGroup } from './first-round.ts'

/** The group of today, and of operators up to 0.8.1. */
const mesheryGroups = ['meshery.io', 'meshery.layer5.io']

export const readBrokers = (
  client: ApiClient,
  served: Section<readonly ServedGroup[]>,
): Promise<Section<BrokerResource[]>> => readEach(client, served, 'brokers', projectBroker)

export const readMeshSyncs = (
  client: ApiClient,
  served: Section<readonly ServedGroup[]>,
): Promise<Section<MeshSyncResource[]>> => readEach(client, served, 'meshsyncs', projectMeshSync)

/** A group or resource that is not served has no objects: a true answer, since `/apis` was read. */
async function readEach<T>(
  client: ApiClient,
  served: Section<readonly ServedGroup[]>,
  resource: string,
  project: (group: string, item: unknown) => T,
): Promise<Section<T[]>> {
  if (served.status === 'failed') return served
  const lists = served.value
    .filter(({ name }) => mesheryGroups.includes(name))
    .map(async ({ name: group, versions: [version = 'v1alpha1'] }) => {
      const list = { resource: { group, version, resource }, round: 2 } as const
      const section = await listPages(
        client,
        list,
        itemsOf((item) => project(group, item)),
      )
      const absent = section.status === 'failed' && section.cause === 'absent-api'
      return absent ? { ...served, value: [] } : section
    })
  return concat(served.at, await Promise.all(lists))
}
