import type { LeaseFacts, LimitRangeFacts } from '@fleet-auditor/model/snapshot.ts'
import { z } from 'zod'
import { given, intOrText, listOf, metadata, optionalText } from './kubernetes-shapes.ts'

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
