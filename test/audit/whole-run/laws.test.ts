import { auditCluster } from '@fleet-auditor/audit/cluster/audit-cluster.ts'
import { expandScopes } from '@fleet-auditor/audit/discovery/expand-scopes.ts'
import { findClusters, type FoundTargets } from '@fleet-auditor/audit/discovery/find-clusters.ts'
import { clusterKey } from '@fleet-auditor/audit/hash.ts'
import type { FleetStore } from '@fleet-auditor/audit/ports/fleet-store.ts'
import { summarised } from '@fleet-auditor/audit/results/stored-summary.ts'
import { isJudged, targetOf } from '@fleet-auditor/audit/results/target-result.ts'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { allListed, anyScene, setScene, type Scene } from '../../audit-world/any-world.ts'
import { auditInTerminal, wholeFleet } from '../../audit-world/audit-in-terminal.ts'
import { contextOf } from '../../audit-world/context-of.ts'
import { fleetOf, runOfDay } from '../../audit-world/fleets.ts'
import { newStore } from '../../audit-world/new-store.ts'
import { newWorld, portsOnto, type World } from '../../audit-world/world.ts'

const fleet = fleetOf()
/** Milliseconds, of a machine that does much else. */
const timeout = 30_000

/** A fleet that went through some scenes, a run for each. */
async function afterRuns(scenes: readonly Scene[]): Promise<{ world: World; store: FleetStore }> {
  const world = newWorld()
  const store = newStore(world)
  for (const [index, scene] of scenes.entries()) {
    const { run, now } = runOfDay(21 + index)
    setScene(world, scene, now)
    await auditInTerminal({ run, fleet, world, store })
  }
  return { world, store }
}

const anyPast = fc.array(anyScene, { minLength: 1, maxLength: 2 })

describe('a run over a fleet that is as the run before saw it', () => {
  const again = async (scenes: readonly Scene[], last: Scene) => {
    const { world, store } = await afterRuns([...scenes, last])
    const { run, now } = runOfDay(29)
    world.now = now
    return { ...(await auditInTerminal({ run, fleet, world, store })), store }
  }

  it('reports nothing and rewrites nothing, where every cluster is listed', { timeout }, async () => {
    await fc.assert(
      fc.asyncProperty(anyPast, anyScene, async (scenes, last) => {
        const { document, digest, store } = await again(scenes, allListed(last))
        expect(digest.lines).toEqual([])
        expect(document.run.counts).toMatchObject({ opened: 0, worsened: 0, resolved: 0 })
        for (const { key } of document.clusters) {
          const changed = await store.changesOf(document.run.id, { kind: 'cluster', key })
          // A cluster that breaks our own code has no record, and so changed nothing.
          const isRecorded = (await store.readRecords(document.run.id)).some(({ target }) => target.key === key)
          expect(changed?.changes).toEqual(isRecorded ? [] : undefined)
        }
      }),
      { numRuns: 8 },
    )
  })

  it('reports nothing, not even that a vanished cluster is no longer missed', { timeout }, async () => {
    await fc.assert(
      fc.asyncProperty(anyPast, async (scenes) => {
        const last = scenes.at(-1)
        if (!last) throw new Error('a past has at least one scene')
        const { digest } = await again(scenes.slice(0, -1), last)
        expect(digest.lines.map(({ kind, check, why }) => `${kind} ${check} ${why}`)).toEqual([])
      }),
      { numRuns: 8 },
    )
  })
})

describe('a cluster that is audited twice in one run', () => {
  it('has the summary, the findings and the changes of one that is audited once', { timeout }, async () => {
    await fc.assert(
      fc.asyncProperty(anyPast, anyScene, async (scenes, last) => {
        const { world, store } = await afterRuns(scenes)
        const { run, now } = runOfDay(29)
        setScene(world, allListed(last), now)
        const context = contextOf({ run, fleet, world })
        const ports = portsOnto(world, store)
        const asked = { ...(await expandScopes(context, ports)), selection: wholeFleet }
        const audit = async (found: FoundTargets['selected'][number]) => {
          const result = await auditCluster(found, context, ports)
          const { takenAt: _, staleSince, ...summary } = await summarised(result, context, ports)
          const target = targetOf(result.target)
          const [changes, state] = await Promise.all([store.changesOf(run, target), store.readState(target)])
          return { judged: isJudged(result), summary, staleSince, findings: state.findings, changes }
        }
        for (const found of (await findClusters(asked, context, ports)).selected) {
          const { head } = await store.readState({ kind: 'cluster', key: clusterKey(found.cluster.locator) })
          world.now = now
          const once = await audit(found)
          world.now = '2026-11-29T02:01:00.000Z'
          const again = await audit(found)
          // A cluster that is read for the first time, in part only, is stale since then.
          const staleSince = head?.uid === undefined ? once.staleSince : again.staleSince
          expect({ ...again, staleSince }).toEqual(once)
        }
      }),
      { numRuns: 8 },
    )
  })
})
