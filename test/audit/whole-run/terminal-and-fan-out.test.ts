import { clusterTarget } from '@fleet-auditor/audit/cluster/judge-cluster.ts'
import type { FleetStore } from '@fleet-auditor/audit/ports/fleet-store.ts'
import { storedSummary } from '@fleet-auditor/audit/results/stored-summary.ts'
import { FleetFile } from '@fleet-auditor/model/fleet-file.ts'
import { isClusterSummary, type ClusterTarget, type ResultSummary } from '@fleet-auditor/model/result-summary.ts'
import type { RunSelection } from '@fleet-auditor/model/run.ts'
import { failed } from '@fleet-auditor/model/section.ts'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { anyScene, setScene, type Scene } from '../../audit-world/any-world.ts'
import { auditInTerminal } from '../../audit-world/audit-in-terminal.ts'
import { aws, fleetOf, runOfDay, smallWorld } from '../../audit-world/fleets.ts'
import { newStore } from '../../audit-world/new-store.ts'
import { seenRun } from '../../audit-world/seen-run.ts'
import { waiverOf } from '../../audit-world/waiver-of.ts'
import { newWorld } from '../../audit-world/world.ts'
import { runFanOut } from '../../fan-out/run-fan-out.ts'

const fleet = FleetFile.parse({
  ...fleetOf({
    waivers: [waiverOf('wildcard-role', '2026-11-22')],
    checks: [{ check: 'unpinned-image', clusters: { cluster: 'search' }, severity: 'high', reason: 'in the open' }],
  }),
  planes: [{ name: 'central', manages: [{ cluster: '*s*' }], team: 'platform' }],
})

type Way = typeof auditInTerminal | typeof runFanOut

/** What every run of some scenes came to, one way, and what the store has of each cluster. */
async function runsOf(scenes: readonly Scene[], way: Way): Promise<{ store: FleetStore; seen: unknown[] }> {
  const world = newWorld()
  const store = newStore(world)
  const seen: unknown[] = []
  for (const [index, scene] of scenes.entries()) {
    const { run, now } = runOfDay(21 + index)
    setScene(world, scene, now)
    await way({ run, fleet, world, store })
    seen.push(await seenRun(store, run))
  }
  return { store, seen }
}

/** The summaries of a run’s clusters that workers reported, each with what the terminal’s store rebuilds of it. */
async function summariesOf(run: string, startedAt: string, terminal: FleetStore, fanOut: FleetStore) {
  const reports = [...(await fanOut.ledger.readReports(run)).values()].flat().filter(isClusterSummary)
  const rebuild = (reported: ResultSummary & { target: ClusterTarget }) =>
    storedSummary(clusterTarget(reported.target.cluster, fleet), { run, fleet, startedAt }, { store: terminal })
  return Promise.all(reports.map(async (reported) => ({ reported, rebuilt: await rebuild(reported) })))
}

it(
  'the terminal and the fan-out come to the same runs, digests, findings, registry and summaries, whatever the fleet goes through',
  { timeout: 30_000 },
  async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyScene, { minLength: 1, maxLength: 3 }), async (scenes) => {
        const terminal = await runsOf(scenes, auditInTerminal)
        const fanOut = await runsOf(scenes, runFanOut)
        expect(fanOut.seen).toEqual(terminal.seen)
        const { run, now } = runOfDay(20 + scenes.length)
        for (const { reported, rebuilt } of await summariesOf(run, now, terminal.store, fanOut.store)) {
          // A cluster that breaks our own code has no record, so that no summary of it can be rebuilt.
          expect(rebuilt).toEqual(reported.row.cause === 'tool-error' ? undefined : reported)
        }
      }),
      { numRuns: 8 },
    )
  },
)

const organized = fleetOf({
  sources: { awsOrganizations: [{ memberRole: 'auditor', regions: ['all'] }] },
})

it.each<[name: string, selection: Partial<RunSelection>, state: string]>([
  ['providers', { providers: ['eks'] }, 'incomplete'],
  ['other providers', { providers: ['gke'] }, 'complete'],
  ['a glob', { clusters: ['eks:pay*'] }, 'incomplete'],
  ['a name, which another account may have too', { clusters: ['payments'] }, 'incomplete'],
  ['an id that was found', { clusters: ['eks:payments'] }, 'complete'],
  ['a locator that was found', { clusters: ['gke/books'] }, 'complete'],
  ['a scope that was listed', { scopes: [aws('us-east-1')] }, 'complete'],
])(
  'a run of a part that asks for %s ends the same in the terminal and the fan-out, where an organization cannot be listed',
  async (_, asked, state) => {
    for (const way of [auditInTerminal, runFanOut]) {
      const world = smallWorld()
      const store = newStore(world)
      world.organization = failed('forbidden', 'no right to list accounts')
      const { run } = runOfDay(21)
      await way({ run, fleet: organized, world, store, selection: { scopes: [], clusters: [], ...asked } })
      const ended = await store.readRun(run)
      const unread = ended?.ledger.filter(({ kind }) => kind === 'source').map(({ id }) => id)
      expect([way.name, ended?.state, unread]).toEqual([
        way.name,
        state,
        state === 'complete' ? [] : ['aws:organization'],
      ])
    }
  },
)
