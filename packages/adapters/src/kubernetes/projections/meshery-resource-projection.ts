import type { BrokerResource, MeshSyncResource } from '@fleet-auditor/model/meshery-resource.ts'
import { quotedText } from '@fleet-auditor/model/quoted-text.ts'
import { z } from 'zod'
import { given, listOf, optionalText, stringMap } from './kubernetes-shapes.ts'
import { ownedMetadata, resourceManagedBy } from './ownership.ts'
import { publicValue, withheld } from './public-value.ts'
import { readableAnnotationsOf } from './redaction.ts'

/** Longest condition message retained, in characters. */
const longestMessage = 300

const endpoint = z
  .string()
  .nullish()
  .transform((text) => (text ? publicValue(text) : undefined))

/** One word, as conditions have it (`EndpointReady`). */
const word = z.string().transform((text) => quotedText(text, { limit: 63 }))

const conditions = listOf(
  z.object({ type: word, status: word, reason: word.nullish(), message: optionalText }).transform((condition) => {
    const { type, status, reason, message } = condition
    return given({ type, status, reason, message: message && quotedText(message, { limit: longestMessage }) })
  }),
)

const brokerObject = z.object({
  metadata: ownedMetadata,
  spec: z
    .object({
      size: z.number().int().nullish(),
      service: z
        .object({
          type: optionalText,
          annotations: stringMap,
          loadBalancerClass: optionalText,
          loadBalancerSourceRanges: listOf(z.string()),
          externalEndpointOverride: endpoint,
        })
        .nullish(),
    })
    .nullish(),
  status: z.object({ endpoint: z.object({ internal: endpoint, external: endpoint }).nullish(), conditions }).nullish(),
})

export function projectBroker(group: string, item: unknown): BrokerResource {
  const { metadata: meta, spec, status } = brokerObject.parse(item)
  const service = spec?.service
  return {
    group,
    namespace: meta.namespace,
    name: meta.name,
    managedBy: resourceManagedBy(meta, item),
    terminating: Boolean(meta.deletionTimestamp),
    size: spec?.size ?? 1,
    service: given({
      type: service?.type || undefined,
      annotations: readableAnnotationsOf(service?.annotations ?? {}),
      loadBalancerClass: service?.loadBalancerClass,
      sourceRanges: service?.loadBalancerSourceRanges ?? [],
      externalEndpointOverride: service?.externalEndpointOverride,
    }),
    endpoint: given({ internal: status?.endpoint?.internal, external: status?.endpoint?.external }),
    conditions: status?.conditions ?? [],
  }
}

const listEntry = z.union([z.string(), z.object({ Resource: z.string() })])
const resourceName = /^[\w.-]{1,253}$/
const longestList = 65_536

/** Of a whitelist or blacklist the names alone; text that is no list of them stays one that is none. */
const listedNames = z
  .string()
  .nullish()
  .transform((text) => (text ? namesAlone(text) : text))

function namesAlone(text: string): string {
  try {
    const entries = z.array(z.unknown()).parse(JSON.parse(text.length > longestList ? '' : text))
    const named = entries.flatMap((entry) => listEntry.safeParse(entry).data ?? [])
    const isName = (entry: z.infer<typeof listEntry>): boolean =>
      resourceName.test(typeof entry === 'string' ? entry : entry.Resource)
    return JSON.stringify(named.filter(isName))
  } catch {
    return withheld // bad JSON is one of MeshSync's own cases, and so is this
  }
}

const watchList = z.object({ data: z.object({ whitelist: listedNames, blacklist: listedNames }).nullish() }).nullish()

const meshSyncObject = z.object({
  metadata: ownedMetadata,
  spec: z
    .object({
      size: z.number().int().nullish(),
      version: word.nullish(),
      broker: z
        .object({
          native: z.object({ name: optionalText }).nullish(),
          custom: z.object({ url: optionalText }).nullish(),
        })
        .nullish(),
      'watch-list': watchList,
    })
    .nullish(),
  status: z.object({ 'publishing-to': endpoint, conditions }).nullish(),
})

export function projectMeshSync(group: string, item: unknown): MeshSyncResource {
  const { metadata: meta, spec, status } = meshSyncObject.parse(item)
  const lists = spec?.['watch-list']?.data
  return given({
    group,
    namespace: meta.namespace,
    name: meta.name,
    managedBy: resourceManagedBy(meta, item),
    terminating: Boolean(meta.deletionTimestamp),
    size: spec?.size || 1,
    version: spec?.version || undefined,
    // The operator reads it only where no native broker is named; the URL may hold a token.
    customBroker: Boolean(spec?.broker?.custom?.url && !spec.broker.native?.name) || undefined,
    watchList: given({ whitelist: lists?.whitelist, blacklist: lists?.blacklist }),
    publishingTo: status?.['publishing-to'],
    conditions: status?.conditions ?? [],
  })
}
