import type { OpenByCheck } from '@fleet-auditor/model/cluster-report.ts'
import { fleetOwner } from '@fleet-auditor/model/owner.ts'
import type { Counted } from './group-findings.ts'
import type { Store } from './ports/store.ts'

/** What the checks of the fleet as a whole have open, counted as the registry counts a cluster's. */
export async function fleetCounted(store: Pick<Store, 'queryFindings'>): Promise<Counted> {
  const openByCheck: OpenByCheck = {}
  for (const { check, severity } of await store.queryFindings({ state: 'open', owner: fleetOwner })) {
    const counts = (openByCheck[check] ??= {})
    counts[severity] = (counts[severity] ?? 0) + 1
  }
  return { key: fleetOwner.key, openByCheck }
}
