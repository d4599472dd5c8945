import type { BrokerResource, MeshSyncResource } from '@fleet-auditor/model/meshery-resource.ts'
import { printable, withoutUserInfo } from '@fleet-auditor/model/printable-text.ts'
import { z } from 'zod'
import { given, listOf, metadata, optionalText, stringMap } from './kubernetes-shapes.ts'
import { readableAnnotationsOf } from './redaction.ts'

/** Longest condition message retained, in characters. */
const longestMessage = 300

const endpoint = z
  .string()
  .nullish()
  .transform((text) => (text ? withoutUserInfo(text) : undefined))

const conditions = listOf(
  z
    .object({ type: z.string(), status: z.string(), reason: optionalText, message: optionalText })
    .transform(({ type, status, reason, message }) =>
      given({ type, status, reason, message: message && printable(withoutUserInfo(message), longestMessage) }),
    ),
)

const brokerObject = z.object({
  metadata,
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

const watchList = z.object({ data: z.object({ whitelist: optionalText, blacklist: optionalText }).nullish() }).nullish()

const meshSyncObject = z.object({
  metadata,
  spec: z
    .object({
      size: z.number().int().nullish(),
      version: optionalText,
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
