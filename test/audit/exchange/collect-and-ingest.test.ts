import { collectFleet } from '@fleet-auditor/audit/exchange/collect-fleet.ts'
import { ingestCollected } from '@fleet-auditor/audit/exchange/ingest-collected.ts'
import { fleetChecks } from '@fleet-auditor/checks/registry.ts'
import { CollectedPayload } from '@fleet-auditor/model/collected-file.ts'
import { collected } from '@fleet-auditor/model/section.ts'
import { describe, expect, it } from 'vitest'
import { auditInTerminal, wholeFleet } from '../../audit-world/audit-in-terminal.ts'
import { contextOf } from '../../audit-world/context-of.ts'
import { aws, fleetOf, runOfDay, worldOf } from '../../audit-world/fleets.ts'
import { newStore } from '../../audit-world/new-store.ts'
import { portsOnto, type Behaviour, type World } from '../../audit-world/world.ts'
import { cloudFacts } from '../../checks/cloud-facts.ts'

const scope = { provider: 'eks', account: '111122223333', region: 'eu-west-1' } as const
const fleet = fleetOf({ sources: { aws: [{ account: scope.account, regions: [scope.region] }], gcp: [] } })
const { run } = runOfDay(21)

const collect = (world: World) =>
  collectFleet(
    { scopes: [scope], selection: wholeFleet },
    contextOf({ run, fleet, world }),
    portsOnto(world, newStore(world)),
  )

function worldOfOne(behaviour: Behaviour): World {
  const world = worldOf({ [aws('eu-west-1')]: { payments: behaviour } })
  world.probe = async ({ targets, vantage }) =>
    targets.map((target) => ({
      vantage: vantage.name,
      target,
      addresses: ['192.0.2.7'],
      result: { status: 'silent', why: 'timeout', detail: 'no answer within 5 s' },
      at: world.now,
    }))
  return world
}

/** A run of some clusters does not judge the fleet. */
const fleetWide = fleetChecks.map(({ id }) => id)

/** The verdicts, findings and changes of a cluster that is read here, and of one that is collected and brought. */
async function bothWays(world: World) {
  const live = await auditInTerminal({ run, fleet, world, store: newStore(world) })
  const { payload } = await collect(world)
  const carried = CollectedPayload.parse(JSON.parse(JSON.stringify(payload)))
  const store = newStore(world)
  const request = { payload: carried, file: 'edge.json', selection: wholeFleet }
  const brought = await ingestCollected(request, contextOf({ run, fleet, world }), portsOnto(world, store))
  const judged = ({ document: { clusters, verdicts, findings, changes } }: typeof live) => ({
    clusters,
    verdicts: verdicts.filter(({ check, cluster }) => cluster === 'eks:payments' && !fleetWide.includes(check)),
    findings: findings.filter(({ cluster }) => cluster === 'eks:payments'),
    changes: changes.filter(({ cluster }) => cluster === 'eks:payments'),
  })
  return { live: judged(live), brought: judged(brought), run: brought.document.run, store }
}

describe('a collected snapshot', () => {
  it.each<[name: string, behaviour: Behaviour]>([
    ['of a careless cluster', 'careless'],
    ['of a healthy one', 'healthy'],
    ['of a bare one', 'bare'],
    ['of one whose workloads are forbidden', 'forbidden'],
  ])('%s is judged as if it were read here', async (_, behaviour) => {
    const { live, brought } = await bothWays(worldOfOne(behaviour))
    const timeless = (value: unknown): unknown => JSON.parse(JSON.stringify(value))
    expect(timeless(brought)).toEqual(timeless(live))
  })

  it('of a cluster whose clock is a year behind is judged by that clock, as if it were read here', async () => {
    const world = worldOfOne('careless')
    world.clocks.set('payments', '2025-11-21T02:00:00.000Z')
    world.clouds.set('payments', ageing)
    const { live, brought } = await bothWays(world)
    const lapsed = (verdicts: typeof live.verdicts) =>
      verdicts.filter(({ check }) => check === 'unsupported-kubernetes').map(({ verdict }) => verdict)
    expect(lapsed(live.verdicts)).toEqual(['pass'])
    expect(lapsed(brought.verdicts)).toEqual(['pass'])
  })

  it('is brought in a run of its own, that leaves the rest of the fleet alone', async () => {
    const { run: ingested, store } = await bothWays(worldOfOne('careless'))
    expect(ingested).toMatchObject({ state: 'complete', partial: true })
    expect(ingested.ledger.map(({ id, outcome }) => `${id} ${outcome}`)).toEqual([
      'kubeconfig:edge.json listed',
      'eks:payments audited',
    ])
    expect((await store.readState({ kind: 'plane', key: 'central' })).head).toBeUndefined()
    expect((await store.readState({ kind: 'fleet', key: 'fleet' })).head).toBeUndefined()
  })
})

describe('collecting', () => {
  it.each<[name: string, behaviour: Behaviour, cause: string]>([
    ['that is not reached', 'unreachable', 'unreachable'],
    ['that hangs', 'hanging', 'timeout'],
  ])('leaves out a cluster %s, with its cause', async (_, behaviour, cause) => {
    const { payload, unread } = await collect(worldOfOne(behaviour))
    expect(payload.clusters).toEqual([])
    expect(unread).toMatchObject([{ id: 'eks:payments', kind: 'cluster', outcome: 'failed', cause }])
  })

  it('reports which scope it could not list', async () => {
    const world = worldOfOne('bare')
    world.scopes.set(aws('eu-west-1'), { status: 'failed', cause: 'forbidden', detail: 'no right to list' })
    expect((await collect(world)).unread).toMatchObject([{ kind: 'scope', outcome: 'failed', cause: 'forbidden' }])
  })
})

describe('a cluster that breaks our own code', () => {
  it('is a row of what was collected, and the others are collected', async () => {
    const world = worldOf({ [aws('eu-west-1')]: { payments: 'careless', search: 'throwing' } })
    const { payload, unread } = await collect(world)
    expect(payload.clusters.map(({ cluster }) => cluster.name)).toEqual(['payments'])
    expect(unread).toMatchObject([{ id: 'eks:search', outcome: 'failed', cause: 'tool-error' }])
  })

  it('is a row of the run that brings it, which ends, and the others are judged', async () => {
    const world = worldOf({ [aws('eu-west-1')]: { payments: 'careless', search: 'careless' } })
    const { payload } = await collect(world)
    const [first, second] = payload.clusters
    if (!first || !second) throw new Error('two clusters were collected')
    const broken = {
      ...second,
      sections: { ...second.sections, connection: collected({ server: 'no URL' }, world.now) },
    }
    const store = newStore(world)
    const request = { payload: { ...payload, clusters: [first, broken] }, file: 'edge.json', selection: wholeFleet }
    const { document } = await ingestCollected(request, contextOf({ run, fleet, world }), portsOnto(world, store))
    expect(document.clusters.map(({ id, row }) => [id, row.outcome, row.cause])).toEqual([
      ['eks:payments', 'audited', undefined],
      ['eks:search', 'failed', 'tool-error'],
    ])
    expect((await store.readRunSummary(run))?.state).toBe('incomplete')
  })

  it('and one that was malformed leave the run incomplete, and are reported', async () => {
    const world = worldOfOne('careless')
    const { payload } = await collect(world)
    const malformed = [
      { id: 'eks:x', kind: 'cluster', outcome: 'failed', cause: 'malformed', detail: 'no sections' },
    ] as const
    const request = { payload: { ...payload, malformed }, file: 'edge.json', selection: wholeFleet }
    const ports = portsOnto(world, newStore(world))
    const { document, digest } = await ingestCollected(request, contextOf({ run, fleet, world }), ports)
    expect(document.run.state).toBe('incomplete')
    expect(document.run.ledger).toContainEqual(malformed[0])
    expect(digest.unreadScopes).toMatchObject([
      { scope: 'kubeconfig:edge.json', detail: expect.stringContaining('eks:x') },
    ])
  })
})

const ageing = cloudFacts({ support: { extended: false, standardUntil: '2026-06-30' } })
