import type { BrokerResource, MeshSyncResource } from '@fleet-auditor/model/meshery-resource.ts'
import type { Section } from '@fleet-auditor/model/section.ts'
import { z } from 'zod'
import type { ApiClient } from '../client/api-client.ts'
import { listPages } from '../client/list-pages.ts'
import { pathGrant, type Resource, type Round } from '../client/resource-request.ts'
import { itemsOf, listOf } from '../projections/kubernetes-shapes.ts'
import { projectBroker, projectMeshSync } from '../projections/meshery-resource-projection.ts'
import { concat } from './combine-sections.ts'
import type { ServedGroup } from './first-round.ts'

/** The group of today, and of operators up to 0.8.1. */
export const mesheryGroups: readonly string[] = ['meshery.io', 'meshery.layer5.io']

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
      return (await isAbsent(client, list, section)) ? { ...served, value: [] } : section
    })
  return concat(served.at, await Promise.all(lists))
}

const ResourceList = z.object({ kind: z.literal('APIResourceList'), resources: listOf(z.object({ name: z.string() })) })

/**
 * Whether a list failed because the API server does not have the resource. It answers so by a Status, or, where nothing is
 * registered under the path, as plainly as any gateway does: then its own list of the group's resources decides.
 */
export async function isAbsent(
  client: ApiClient,
  { resource, round }: { readonly resource: Resource; readonly round: Round },
  section: Section<unknown>,
): Promise<boolean> {
  if (section.status === 'collected') return false
  if (section.cause !== 'malformed') return section.cause === 'absent-api'
  const names = await resourceNames(client, resource, round)
  return names.status === 'collected' && !names.value.includes(resource.resource)
}

/** Names of the resources that one version of an API group has, subresources too. */
export function resourceNames(
  client: ApiClient,
  { group, version }: Omit<Resource, 'resource'>,
  round: Round,
): Promise<Section<readonly string[]>> {
  const path = `/apis/${group}/${version}`
  return client.read({ path, round, grant: pathGrant(path) }, (body) =>
    ResourceList.parse(body).resources.map(({ name }) => name),
  )
}
