import type { FleetStore } from '@fleet-auditor/audit/ports/fleet-store.ts'
import { openCount } from '@fleet-auditor/model/result-summary.ts'
import { expect } from 'vitest'

/**
 * The two views of the fleet agree: the registry, which summaries and metrics count, and the findings, which lists show.
 * Returns how many findings are open.
 */
export async function expectViewsAgree(store: FleetStore): Promise<number> {
  const listed = await store.queryFindings({ state: 'open' })
  const ofClusters = listed.filter(({ target }) => target.kind === 'cluster')
  const counted: Record<string, number> = {}
  for (const { target } of ofClusters) counted[target.key] = (counted[target.key] ?? 0) + 1
  const registered: Record<string, number> = {}
  for (const { key, open, openByCheck = {} } of await store.readRegistry()) {
    const { head, findings } = await store.readState({ kind: 'cluster', key })
    expect([key, findings.filter(({ state }) => state === 'open').length]).toEqual([key, head?.open ?? 0])
    expect([key, openCount(openByCheck)]).toEqual([key, open])
    if (open > 0) registered[key] = open
  }
  expect(registered).toEqual(counted)
  return ofClusters.length
}
