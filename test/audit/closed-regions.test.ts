import { discoverFleet } from '@fleet-auditor/audit/discovery/discover-fleet.ts'
import type { ProgressEvent } from '@fleet-auditor/audit/ports/progress.ts'
import type { RegisteredCluster } from '@fleet-auditor/audit/ports/store.ts'
import type { Scope } from '@fleet-auditor/model/scope.ts'
import { collected } from '@fleet-auditor/model/section.ts'
import { describe, expect, it } from 'vitest'
import { newStore } from '../audit-world/new-store.ts'
import { clusterNamed, newWorld, portsOnto } from '../audit-world/world.ts'

const at = '2026-11-21T02:00:00.000Z'
const scope: Scope = { provider: 'eks', account: '111122223333', region: 'eu-west-1', everyRegion: true }
const other: Scope = { ...scope, region: 'eu-central-1' }
const closedByPolicy = 'aws:111122223333:eu-west-1: an explicit deny in a service control policy'

const registered = (where: Scope, goneIn?: string): RegisteredCluster => ({
  key: 'web',
  cluster: clusterNamed('web', where),
  planes: [],
  open: 0,
  firstSeen: at,
  goneIn,
})

/** What a region that a policy closed comes to, with these clusters known. */
async function discovered(known: readonly RegisteredCluster[] | undefined) {
  const events: ProgressEvent[] = []
  const world = newWorld(at)
  const listing = collected({ clusters: [], unseen: [], closedByPolicy }, at)
  const { discoveries } = portsOnto(world, newStore(world))
  const { scopes } = await discoverFleet(
    [scope],
    { limits: { concurrency: 1, clusterDeadlineMs: 1000, scopeDeadlineMs: 1000, probeTimeoutMs: 1000 }, signal },
    {
      discoveries: { ...discoveries, eks: async () => ({ discover: async () => listing }) },
      progress: (event) => void events.push(event),
      store: known && { readRegistry: async () => [...known] },
    },
  )
  return { outcome: scopes[0], events }
}
const { signal } = new AbortController()

describe('a region that a policy closed,', () => {
  it.each([
    ['while no cluster is known', []],
    ['while clusters are known elsewhere only', [registered(other)]],
    ['once its clusters are gone', [registered(scope, 'run_1')]],
    ['where nothing is stored', undefined],
  ])('%s, is listed, and the run shows why', async (_, known) => {
    const { outcome, events } = await discovered(known)
    expect(outcome).toMatchObject({ complete: true, row: { outcome: 'listed', detail: closedByPolicy } })
    expect(events).toContainEqual({ kind: 'note', message: closedByPolicy })
  })

  it('is a failure while a cluster is known there, which is then in doubt, not gone', async () => {
    const { outcome } = await discovered([registered(scope)])
    expect(outcome).toMatchObject({
      complete: false,
      row: { outcome: 'failed', cause: 'forbidden', detail: expect.stringContaining(closedByPolicy) },
    })
  })
})
