import type { OpenByCheck } from '@fleet-auditor/model/result-summary.ts'
import { fleetTarget, type Target } from '@fleet-auditor/model/target.ts'
import type { Store } from '../ports/store.ts'
import type { Counted } from './group-findings.ts'

/** Of a fleet file, the planes by their names. */
type NamedPlanes = readonly { readonly name: string }[]

/** What has no cluster, counted as the registry counts a cluster's: the fleet as a whole, and each plane. */
export const fleetCounted = (store: Pick<Store, 'queryFindings'>, planes: NamedPlanes): Promise<Counted[]> =>
  Promise.all([fleetTarget, ...planes.map(({ name }): Target => ({ kind: 'plane', key: name }))].map(countedOf(store)))

/** Of one plane alone. */
export const planeCounted = (store: Pick<Store, 'queryFindings'>, name: string): Promise<Counted> =>
  countedOf(store)({ kind: 'plane', key: name })

const countedOf =
  (store: Pick<Store, 'queryFindings'>) =>
  async (target: Target): Promise<Counted> => {
    const openByCheck: OpenByCheck = {}
    for (const { check, severity } of await store.queryFindings({ state: 'open', target })) {
      const counts = (openByCheck[check] ??= {})
      counts[severity] = (counts[severity] ?? 0) + 1
    }
    return { key: `${target.kind}:${target.key}`, openByCheck }
  }
