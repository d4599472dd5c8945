import { clusterPage } from '@fleet-auditor/audit/queries/cluster-page.ts'
import { comparedRuns } from '@fleet-auditor/audit/queries/compared-runs.ts'
import { diagnose } from '@fleet-auditor/audit/queries/diagnose.ts'
import { diffRuns } from '@fleet-auditor/audit/queries/diff-runs.ts'
import { countOutcomes, fleetMetrics } from '@fleet-auditor/audit/queries/fleet-metrics.ts'
import { fleetSummary } from '@fleet-auditor/audit/queries/fleet-summary.ts'
import { replayRun } from '@fleet-auditor/audit/queries/replay-run.ts'
import { allEnabled } from '@fleet-auditor/audit/run-context.ts'
import type { RunContext } from '@fleet-auditor/audit/run-context.ts'
import { clusterChecks } from '@fleet-auditor/checks/registry.ts'
import { severityRank } from '@fleet-auditor/model/severity.ts'
import { beforeAll, describe, expect, it } from 'vitest'
import { auditInTerminal, wholeFleet } from '../../audit-world/audit-in-terminal.ts'
import { contextOf } from '../../audit-world/context-of.ts'
import { aws, fleetOf, runOfDay, smallWorld, worldOf } from '../../audit-world/fleets.ts'
import { newStore } from '../../audit-world/new-store.ts'
import { newWorld, portsOnto } from '../../audit-world/world.ts'

const fleet = fleetOf()
const world = smallWorld()
const store = newStore(world)
const ports = { store, clock: { now: () => world.now } }
const [first, second] = [runOfDay(21), runOfDay(22)]

/** Two runs: payments is put right, orders is out of reach, search breaks our own code, books is gone. */
beforeAll(async () => {
  await auditInTerminal({ run: first.run, fleet, world, store })
  world.now = second.now
  world.clusters.set('payments', 'healthy').set('orders', 'unreachable').set('search', 'throwing')
  world.scopes.set('gcp:ledger', [])
  await auditInTerminal({ run: second.run, fleet, world, store })
  world.now = '2026-11-22T02:30:00.000Z'
})

const registered = async (id: string) => {
  const found = (await store.readRegistry()).find(({ cluster }) => cluster.id === id)
  if (!found) throw new Error(`the registry has no ${id}`)
  return found
}

describe('replaying a run', () => {
  const replay = (run: string, edits: Partial<RunContext> = {}) =>
    replayRun({ run }, { ...contextOf({ run, fleet, world }), ...edits }, { store })

  it.each([first.run, second.run])('%s by the checks that judged it adds and removes nothing', async (run) => {
    const { clusters } = await replay(run)
    expect(clusters.length).toBeGreaterThan(2)
    for (const { added, removed } of clusters) expect([added, removed]).toEqual([[], []])
  })

  it('calls no cluster’s snapshot expired that never had one: a cluster that is gone is not replayed', async () => {
    const { clusters, expired } = await replay(second.run)
    expect(clusters.map(({ cluster }) => cluster).toSorted()).toEqual(['eks:orders', 'eks:pay-in', 'eks:payments'])
    expect(expired).toEqual([])
  })

  it('knows of a cluster that was read in part that it was reached before', async () => {
    const here = newWorld()
    const shelf = newStore(here)
    const only = fleetOf()
    here.scopes.set('aws:111122223333:eu-west-1', ['payments'])
    for (const [day, behaviour] of [
      [21, 'forbidden'],
      [22, 'unreachable'],
    ] as const) {
      const { run, now } = runOfDay(day)
      here.now = now
      here.clusters.set('payments', behaviour)
      await auditInTerminal({ run, fleet: only, world: here, store: shelf })
    }
    const evidence = async (day: number) => {
      const { run } = runOfDay(day)
      const { clusters } = await replayRun({ run }, contextOf({ run, fleet: only, world: here }), { store: shelf })
      const [verdict] = clusters.flatMap(({ verdicts }) =>
        verdicts.filter(({ check }) => check === 'unreachable-cluster'),
      )
      return verdict && 'evidence' in verdict ? verdict.evidence : undefined
    }
    expect(await evidence(22)).toMatchObject({ reachedBefore: true })
  })

  it('compares the checks alone that it is asked for, by a severity that is tried', async () => {
    const only = ['unpinned-image']
    const tried = { check: 'unpinned-image', clusters: {}, severity: 'critical', reason: 'tried' } as const
    const context = { ...contextOf({ run: first.run, fleet: { ...fleet, checks: [tried] }, world }) }
    const { clusters } = await replayRun({ run: first.run, only }, context, { store })
    const payments = clusters.find(({ cluster }) => cluster === 'eks:payments')
    expect(payments?.verdicts.every(({ check }) => check === 'unpinned-image')).toBe(true)
    expect(payments?.removed).toMatchObject([{ check: 'unpinned-image', severity: 'medium' }])
    expect(payments?.added).toMatchObject([{ check: 'unpinned-image', severity: 'critical' }])
  })

  it('of some checks compares those that the run was asked for', async () => {
    const here = worldOf({ [aws('eu-west-1')]: { payments: 'careless' } })
    const shelf = newStore(here)
    const checks = { ...allEnabled, cluster: clusterChecks.filter(({ id }) => id === 'unpinned-image') }
    await auditInTerminal({ run: first.run, fleet, world: here, store: shelf, context: { checks } })
    const { clusters } = await replayRun({ run: first.run }, contextOf({ run: first.run, fleet, world: here }), {
      store: shelf,
    })
    expect(clusters).toMatchObject([{ cluster: 'eks:payments', added: [], removed: [] }])
  })

  it('by the fleet file that the run was made with adds and removes nothing, whatever the file is now', async () => {
    const here = worldOf({ [aws('eu-west-1')]: { payments: 'careless' } })
    const shelf = newStore(here)
    const skipped = { check: 'unpinned-image', clusters: {}, skip: true, reason: 'a mirror comes' } as const
    const then = { ...fleet, checks: [skipped] }
    await auditInTerminal({ run: first.run, fleet: then, world: here, store: shelf })
    const stored = await shelf.ledger.readFleetFile(first.run)
    const replayBy = async (file: RunContext['fleet'] | undefined) =>
      (
        await replayRun({ run: first.run }, contextOf({ run: first.run, fleet: file ?? fleet, world: here }), {
          store: shelf,
        })
      ).clusters[0]?.added.map(({ check }) => check)
    expect(stored).toEqual(then)
    expect([await replayBy(stored), await replayBy(fleet)]).toEqual([[], ['unpinned-image']])
  })

  it('writes nothing', async () => {
    const reads = new Proxy(store, {
      get: (target, name, receiver) => {
        const verb: unknown = Reflect.get(target, name, receiver)
        const isRead = /^(read|list|query|rules|changes|pages)/.test(String(name))
        return isRead ? verb : expect.unreachable(`replay calls ${String(name)}`)
      },
    })
    await replayRun({ run: first.run }, contextOf({ run: first.run, fleet, world }), { store: reads })
  })

  it('by fewer checks reports which verdicts are no longer made', async () => {
    const checks = { ...allEnabled, cluster: clusterChecks.filter(({ id }) => id !== 'unpinned-image') }
    const { clusters } = await replay(first.run, { checks })
    const payments = clusters.find(({ cluster }) => cluster === 'eks:payments')
    expect(payments?.added).toEqual([])
    expect(payments?.removed).toMatchObject([{ check: 'unpinned-image', verdict: 'fail' }])
  })
})

describe('the difference between two runs', () => {
  const diff = async (names: readonly string[], since?: string, of = store) =>
    diffRuns(await comparedRuns({ names, since }, { ...ports, store: of }), of)

  it.each<[string, readonly string[], string | undefined]>([
    ['none is named', [], undefined],
    ['the later is named', [second.run], undefined],
    ['both are named', [first.run, second.run], undefined],
    ['the earlier is named by --since', [], first.run],
    ['a time is named by --since', [], '20h'],
    ['a time and the later run are named', [second.run], '2026-11-21T12:00:00Z'],
  ])('is that of the two runs where %s', async (_, names, since) => {
    expect(await diff(names, since)).toMatchObject({ from: first.run, to: second.run })
  })

  it('names what a cluster now passes, and the clusters that only one run has', async () => {
    const { changes, onlyIn } = await diff([first.run, second.run])
    const image = changes.find(({ cluster, check }) => cluster === 'eks:payments' && check === 'unpinned-image')
    expect([image?.before?.verdict, image?.after?.verdict]).toEqual(['fail', 'pass'])
    expect(changes.some(({ cluster }) => cluster === 'eks:pay-in')).toBe(false)
    expect(onlyIn).toEqual({ from: ['eks:search'], to: [] })
  })

  it('has one line for a cluster that one run did not read, and no change but that it is unreachable', async () => {
    const { changes, incomparable } = await diff([])
    expect(incomparable.filter(({ cluster }) => cluster === 'eks:orders')).toEqual([
      { kind: 'not-read', cluster: 'eks:orders', in: ['to'], outcome: 'unreachable' },
    ])
    expect(incomparable.filter(({ cluster }) => cluster === 'gke:books')).toEqual([])
    const orders = changes.filter(({ cluster }) => cluster === 'eks:orders')
    expect(orders.map(({ check, after }) => [check, after?.verdict])).toEqual([['unreachable-cluster', 'fail']])
  })

  it('is worst first, and what came with another rule stands behind', async () => {
    const { changes } = await diff([])
    const ranks = changes.map(({ before, after }) => (after ?? before)?.severity ?? 'info')
    const worst = changes.map(({ before, after }) =>
      after?.verdict === 'fail' ? after.severity : before?.verdict === 'fail' ? before.severity : undefined,
    )
    const failing = worst.filter((severity) => severity !== undefined)
    expect(ranks.length).toBeGreaterThan(3)
    expect(failing).toEqual(failing.toSorted((a, b) => severityRank(a) - severityRank(b)))
  })

  it('calls what a check could not answer in one run neither opened nor resolved', async () => {
    const here = worldOf({ [aws('eu-west-1')]: { payments: 'careless' } })
    const shelf = newStore(here)
    for (const [day, behaviour] of [
      [21, 'careless'],
      [22, 'forbidden'],
    ] as const) {
      const { run, now } = runOfDay(day)
      here.now = now
      here.clusters.set('payments', behaviour)
      await auditInTerminal({ run, fleet, world: here, store: shelf })
    }
    const { changes, incomparable } = await diff([first.run, second.run], undefined, shelf)
    expect(changes.filter(({ cluster }) => cluster === 'eks:payments').map(({ check }) => check)).toEqual([])
    expect(incomparable).toEqual([expect.objectContaining({ kind: 'not-read', cluster: 'eks:payments', in: ['to'] })])
  })

  it('is nothing between a run and itself', async () => {
    expect(await diff([first.run, first.run])).toMatchObject({ changes: [] })
  })

  it.each([
    ['a run that is not there', ['none', first.run], store, 'no run is called none'],
    ['too few runs', [], newStore(world), 'two runs are needed'],
  ])('is refused for %s', async (_, names, of, message) => {
    await expect(diff(names, undefined, of)).rejects.toThrow(message)
  })
})

describe('the page of a cluster', () => {
  it.each<[id: string, because: string, takenAt: string, ageMinutes: number, outcomes: string[]]>([
    ['eks:payments', 'was read in the last run', second.now, 30, ['audited', 'audited']],
    ['eks:orders', 'was last read a day before', first.now, 24 * 60 + 30, ['unreachable', 'audited']],
    ['eks:search', 'has no record of the last run', first.now, 24 * 60 + 30, ['audited']],
  ])('of %s, which %s, reports how old that is', async (id, _, takenAt, ageMinutes, outcomes) => {
    const page = await clusterPage(await registered(id), clusterChecks, { store, clock: { now: () => world.now } })
    expect(page.snapshot).toMatchObject({ takenAt, ageMinutes })
    expect(page.history.map(({ row }) => row.outcome)).toEqual(outcomes)
  })

  it('shows the gravest answer of each check, in the groups of the catalogue', async () => {
    const { groups } = await clusterPage(await registered('eks:orders'), clusterChecks, ports)
    const answers = new Map(groups.flatMap(({ checks }) => checks).map(({ check, verdict }) => [check, verdict]))
    expect([answers.get('unreachable-cluster'), answers.get('unpinned-image')]).toEqual(['fail', 'unknown'])
  })
})

describe('the fleet after two runs', () => {
  it('is summarised by its known clusters and its last runs', async () => {
    const summary = await fleetSummary(fleet, await store.readRegistry(), ports)
    expect(summary.clusters).toEqual({
      known: 4,
      gone: 1,
      withOpen: 3,
      uncounted: 0,
      // Of search, which broke our own code, the run before is the last look.
      presence: { found: 2, traces: 0, none: 1, unreadable: 1, unknown: 0 },
    })
    expect([summary.lastFleetRun?.id, summary.lastComplete?.id]).toEqual([second.run, first.run])
    expect(summary.checks.map(({ key }) => key)).toEqual(
      expect.arrayContaining(['unreachable-cluster', 'unowned-plane']),
    )
    expect(summary.teams.map(({ key }) => key).toSorted()).toEqual(['payments', 'shop'])
  })

  it('is measured: how the clusters of the last run ended, and how long the last complete one is ago', async () => {
    const metrics = await fleetMetrics(
      fleet,
      await store.readRegistry(),
      { store, clock: { now: () => world.now } },
      async ({ id }) => countOutcomes((await store.readRun(id))?.ledger ?? []),
    )
    expect(metrics.lastRun).toMatchObject({
      state: 'incomplete',
      ageSeconds: 1800,
      clusters: { audited: 2, unreachable: 1, failed: 1, gone: 1 },
    })
    expect(metrics.lastCompleteAgeSeconds).toBe(24 * 3600 + 1800)
  })
})

describe('a diagnosis', () => {
  it('counts the healthy and groups what is missing, most clusters first', async () => {
    const odd = smallWorld()
    odd.clusters.set('payments', 'forbidden').set('orders', 'unreachable')
    const scopes = [
      { provider: 'eks', account: '111122223333', region: 'eu-west-1' },
      { provider: 'eks', account: '111122223333', region: 'us-east-1' },
      { provider: 'eks', account: '111122223333', region: 'ap-south-1' },
      { provider: 'eks', account: '111122223333', region: 'sa-east-1' },
    ] as const
    const ports = portsOnto(odd, newStore(odd))
    const asked = { scopes: [...scopes], selection: wholeFleet }
    const diagnosis = await diagnose(asked, contextOf({ run: first.run, fleet, world: odd }), ports)
    expect(diagnosis).toMatchObject({ clusters: 4, healthy: 2 })
    expect(diagnosis.scopes.map(({ id, outcome }) => `${id} ${outcome}`)).toEqual([
      `${aws('eu-west-1')} listed`,
      `${aws('us-east-1')} listed`,
      `${aws('ap-south-1')} failed`,
      `${aws('sa-east-1')} failed`,
    ])
    expect(diagnosis.missingGrants[0]?.scopes).toEqual([aws('ap-south-1'), aws('sa-east-1')])
    const missing = diagnosis.missingGrants.map(({ failure, clusters }) => `${failure.cause}: ${clusters.join(' ')}`)
    expect(missing.toSorted()).toEqual(['forbidden: ', 'forbidden: eks:payments', 'unreachable: eks:orders'])
    expect(diagnosis.missingGrants.find(({ clusters }) => clusters.includes('eks:payments'))?.sections).toEqual([
      'workloads',
    ])
  })
})
