import type { DefinitionFacts } from '@fleet-auditor/model/definition-facts.ts'
import { collected, type Section } from '@fleet-auditor/model/section.ts'
import { z } from 'zod'
import type { ApiClient } from '../client/api-client.ts'
import { getRequest, resources } from '../client/resource-request.ts'
import { given, listOf, metadata, optionalText } from '../projections/kubernetes-shapes.ts'
import { concat } from './combine-sections.ts'
import type { ServedGroup } from './first-round.ts'
import { mesheryGroups } from './meshery-resources.ts'

/** Of every group of Meshery that is served. By name: a list of all definitions of a cluster is megabytes. */
export async function readDefinitions(
  client: ApiClient,
  served: Section<readonly ServedGroup[]>,
): Promise<Section<DefinitionFacts[]>> {
  if (served.status === 'failed') return served
  const groups = served.value.map(({ name }) => name).filter((name) => mesheryGroups.includes(name))
  const reads = groups.flatMap((group) =>
    ['brokers', 'meshsyncs'].map((plural) => readOne(client, `${plural}.${group}`)),
  )
  return concat(served.at, await Promise.all(reads))
}

async function readOne(client: ApiClient, name: string): Promise<Section<readonly DefinitionFacts[]>> {
  const read = await client.read(getRequest(resources.definitions, 2, { name }), (body) => [projectDefinition(body)])
  // The group is served for another kind, or by an aggregated API server.
  return read.status === 'failed' && read.cause === 'absent-api' ? collected([], '') : read
}

const serviceReference = z.object({ namespace: z.string(), name: z.string() }).nullish()

const definitionObject = z.object({
  kind: z.literal('CustomResourceDefinition'),
  metadata,
  spec: z.object({
    group: z.string(),
    names: z.object({ kind: z.string() }),
    versions: z.array(z.object({ name: z.string(), served: z.boolean(), storage: z.boolean() })),
    conversion: z
      .object({
        strategy: z.string(),
        webhook: z
          .object({ clientConfig: z.object({ service: serviceReference, caBundle: optionalText }).nullish() })
          .nullish(),
      })
      .nullish(),
  }),
  status: z.object({ storedVersions: listOf(z.string()) }),
})

function projectDefinition(item: unknown): DefinitionFacts {
  const { metadata: meta, spec, status } = definitionObject.parse(item)
  const client = spec.conversion?.webhook?.clientConfig
  const converts = spec.conversion?.strategy === 'Webhook'
  return given({
    name: meta.name,
    group: spec.group,
    kind: spec.names.kind,
    versions: spec.versions,
    storedVersions: status.storedVersions,
    webhook: converts ? given({ service: client?.service, authority: Boolean(client?.caBundle) }) : undefined,
  })
}
