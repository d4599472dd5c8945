import type { ServiceFacts } from '@fleet-auditor/model/service-facts.ts'
import { z } from 'zod'
import { given, intOrText, listOf, metadata, optionalText, stringMap } from './kubernetes-shapes.ts'
import { readableAnnotationsOf, readableLabelsOf } from './redaction.ts'

const serviceObject = z.object({
  metadata,
  spec: z.object({
    type: z.string().default('ClusterIP'),
    selector: stringMap,
    ports: listOf(
      z.object({
        name: optionalText,
        port: z.number().int(),
        targetPort: intOrText.nullish(),
        nodePort: z.number().int().nullish(),
      }),
    ),
    clusterIP: optionalText,
    externalIPs: listOf(z.string()),
    externalName: optionalText,
    loadBalancerClass: optionalText,
    loadBalancerIP: optionalText,
    loadBalancerSourceRanges: listOf(z.string()),
  }),
  status: z
    .object({
      loadBalancer: z.object({ ingress: listOf(z.object({ ip: optionalText, hostname: optionalText })) }).nullish(),
    })
    .nullish(),
})

/** One item of a Service list. */
export function projectService(item: unknown): ServiceFacts {
  const { metadata: meta, spec, status } = serviceObject.parse(item)
  return given({
    namespace: meta.namespace,
    name: meta.name,
    type: spec.type,
    labels: readableLabelsOf(meta.labels),
    annotations: readableAnnotationsOf(meta.annotations),
    selector: spec.selector,
    ports: spec.ports.map(given),
    clusterIP: spec.clusterIP,
    externalIPs: spec.externalIPs,
    externalName: spec.externalName,
    loadBalancerClass: spec.loadBalancerClass,
    loadBalancerIP: spec.loadBalancerIP,
    sourceRanges: spec.loadBalancerSourceRanges,
    ingress: (status?.loadBalancer?.ingress ?? []).map(given),
    createdAt: meta.creationTimestamp ?? '',
  })
}
