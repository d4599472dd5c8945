import { quotedText } from '@fleet-auditor/model/quoted-text.ts'
import type { ServiceFacts } from '@fleet-auditor/model/service-facts.ts'
import type { JobFacts, LeaseFacts, LimitRangeFacts } from '@fleet-auditor/model/snapshot.ts'
import { z } from 'zod'
import { given, intOrText, listOf, metadata, optionalText, stringMap } from './kubernetes-shapes.ts'
import { managedByOf, ownedMetadata } from './ownership.ts'
import { readableAnnotationsOf, readableLabelsOf } from './redaction.ts'

const leaseObject = z.object({
  metadata,
  spec: z
    .object({ holderIdentity: optionalText, renewTime: optionalText, leaseDurationSeconds: z.number().nullish() })
    .nullish(),
})

/** `at`: the API server's clock when it gave the lease. */
export function projectLease(item: unknown, at: string): z.infer<typeof LeaseFacts> {
  const { metadata: meta, spec } = leaseObject.parse(item)
  const until = Date.parse(spec?.renewTime ?? '') + (spec?.leaseDurationSeconds ?? 0) * 1000
  return given({
    namespace: meta.namespace,
    name: meta.name,
    holder: spec?.holderIdentity,
    live: until >= Date.parse(at),
  })
}

const jobObject = z.object({
  metadata,
  spec: z.object({ activeDeadlineSeconds: z.number().nullish() }),
  status: z
    .object({ conditions: listOf(z.object({ type: z.string(), status: z.string(), reason: optionalText })) })
    .nullish(),
})

export function projectJob(item: unknown): JobFacts {
  const { metadata: meta, spec, status } = jobObject.parse(item)
  const [ended] = (status?.conditions ?? []).flatMap(({ type, status: holds, reason }) =>
    holds === 'True' && (type === 'Complete' || type === 'Failed')
      ? [{ as: type, reason: reason ? quotedText(reason, { limit: 63 }) : undefined } as const]
      : [],
  )
  return given({
    namespace: meta.namespace,
    name: meta.name,
    createdAt: meta.creationTimestamp ?? '',
    deadlineSeconds: spec.activeDeadlineSeconds,
    ended: ended && given(ended),
  })
}

const quantities = z.record(z.string(), intOrText).nullish()

const limitRangeObject = z.object({
  metadata,
  spec: z.object({
    limits: listOf(z.object({ type: z.string(), default: quantities, defaultRequest: quantities })),
  }),
})

type Defaults = z.infer<typeof LimitRangeFacts>['defaultLimits']

export function projectLimitRange(item: unknown): z.infer<typeof LimitRangeFacts> {
  const { metadata: meta, spec } = limitRangeObject.parse(item)
  const ofContainers = spec.limits.filter(({ type }) => type === 'Container')
  return {
    namespace: meta.namespace,
    name: meta.name,
    defaultRequests: firstDefaults(ofContainers.map(({ defaultRequest }) => defaultRequest)),
    defaultLimits: firstDefaults(ofContainers.map((limit) => limit.default)),
  }
}

function firstDefaults(defaults: readonly z.infer<typeof quantities>[]): Defaults {
  const first = (name: string) => defaults.find((one) => one?.[name] !== undefined)?.[name]?.toString()
  return given({ cpu: first('cpu'), memory: first('memory') })
}

const managedField = z.object({
  subresource: optionalText,
  time: optionalText,
  fieldsV1: z.object({ 'f:spec': z.object({ 'f:type': z.unknown().optional() }).nullish() }).nullish(),
})

const serviceObject = z.object({
  metadata: ownedMetadata.extend({ managedFields: listOf(managedField) }),
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
    managedBy: managedByOf(meta),
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
    typeSetAt: typeSetAt(meta.managedFields),
  })
}

/** The newest time at which a manager of `spec.type` changed what it sets; a status is set beside it. */
function typeSetAt(managed: readonly z.infer<typeof managedField>[]): string | undefined {
  const times = managed
    .filter(({ subresource, fieldsV1 }) => !subresource && fieldsV1?.['f:spec']?.['f:type'] !== undefined)
    .flatMap(({ time }) => time ?? [])
  return times.toSorted().at(-1)
}
