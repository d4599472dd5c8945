import type { LimitRangeFacts } from '@fleet-auditor/model/object-facts.ts'
import type { Container, Workload } from '@fleet-auditor/model/workload.ts'
import { z } from 'zod'

export type LimitRangeList = readonly z.infer<typeof LimitRangeFacts>[]

export const Quantity = z.enum(['requests.cpu', 'requests.memory', 'limits.cpu', 'limits.memory'])
export type Quantity = z.infer<typeof Quantity>

/** What neither the container nor its pod sets. A limit without a request sets the request too, as Kubernetes does. */
export function missingQuantities(workload: Workload, container: Container): Quantity[] {
  const { podRequests, podLimits } = workload
  const has: Readonly<Record<Quantity, string | undefined>> = {
    'requests.cpu': container.requests.cpu ?? container.limits.cpu ?? podRequests.cpu ?? podLimits.cpu,
    'requests.memory': container.requests.memory ?? container.limits.memory ?? podRequests.memory ?? podLimits.memory,
    'limits.cpu': container.limits.cpu ?? podLimits.cpu,
    'limits.memory': container.limits.memory ?? podLimits.memory,
  }
  return Quantity.options.filter((quantity) => has[quantity] === undefined)
}

/** The LimitRange whose defaults fill every gap, by name; undefined when some gap stays open. */
export function fillers(namespace: string, missing: readonly Quantity[], ranges: LimitRangeList): string | undefined {
  const filling = ranges.find((range) => range.namespace === namespace && missing.every((gap) => fills(range, gap)))
  return filling ? `LimitRange ${filling.namespace}/${filling.name}` : undefined
}

/** A default limit is also the default request where none is given. */
function fills({ defaultRequests, defaultLimits }: LimitRangeList[number], gap: Quantity): boolean {
  const gaps: Readonly<Record<Quantity, string | undefined>> = {
    'requests.cpu': defaultRequests.cpu ?? defaultLimits.cpu,
    'requests.memory': defaultRequests.memory ?? defaultLimits.memory,
    'limits.cpu': defaultLimits.cpu,
    'limits.memory': defaultLimits.memory,
  }
  return gaps[gap] !== undefined
}
