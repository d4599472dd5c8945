import type { AuditedFleet } from '@fleet-auditor/audit/audit-fleet.ts'
import type { FleetStore } from '@fleet-auditor/audit/ports/fleet-store.ts'
import { enabledChecks, type RunContext } from '@fleet-auditor/audit/run-context.ts'
import { clusterSubject } from '@fleet-auditor/checks/facts/cluster-subject.ts'
import { fail, pass } from '@fleet-auditor/checks/outcome.ts'
import { ruleSet } from '@fleet-auditor/checks/registry.ts'
import { FleetFile } from '@fleet-auditor/model/fleet-file.ts'
import { auditInTerminal } from '../../audit-world/audit-in-terminal.ts'
import { aws, fleetOf, runOfDay, worldOf } from '../../audit-world/fleets.ts'
import { newStore } from '../../audit-world/new-store.ts'
import { waiverOf } from '../../audit-world/waiver-of.ts'
import type { World } from '../../audit-world/world.ts'
import { cloudFacts } from '../../checks/cloud-facts.ts'

export interface Story {
  readonly store: FleetStore
  readonly runs: readonly [first: AuditedFleet, second: AuditedFleet, third: AuditedFleet]
}

const checks = enabledChecks(
  [
    'unreachable-cluster',
    'unsupported-kubernetes',
    'wildcard-role',
    'unpinned-image',
    'scaled-broker',
    'missing-resources',
    'unowned-plane',
    'unmanaged-cluster',
    'vanished-cluster',
  ],
  [],
)

const fleetWith = (...planes: object[]): FleetFile =>
  FleetFile.parse({
    ...fleetOf({
      waivers: [waiverOf('wildcard-role', '2026-11-22', 'steady'), waiverOf('wildcard-role', '2026-12-31', 'search')],
    }),
    planes,
  })
const planes = {
  unowned: { name: 'central', manages: [{}] },
  withTeam: { name: 'central', manages: [{}], team: 'platform' },
}

const [west, east, books] = [aws('eu-west-1'), aws('us-east-1'), 'gcp:ledger']

function firstWorld(): World {
  const world = worldOf({
    [west]: {
      payments: 'careless',
      search: 'healthy',
      steady: 'careless',
      mirror: 'careless',
      orders: 'careless',
      parked: 'unreachable',
      fragile: 'careless',
      limited: 'careless',
      rebuilt: 'careless',
      imposter: 'careless',
      ageing: 'bare',
      lagging: 'bare',
      shared: 'bare',
    },
    [east]: { shared: 'bare', closed: 'careless' },
    [books]: { ledger: 'bare' },
  })
  world.uids.set('mirror', 'uid-of-steady')
  world.authorities.set('mirror', 'steady')
  world.clouds.set('rebuilt', cloudFacts({ life: 'first life' }))
  world.clouds.set('imposter', cloudFacts({ life: 'first life' }))
  world.clouds.set('ageing', ageing(true))
  return world
}

const ageing = (extended: boolean) =>
  cloudFacts({ version: '1.28', support: { extended, standardUntil: '2025-01-31' } })

/** The checks of the release that audited first: one rule was unknown to it, another found what is none today. */
const olderRelease: Pick<RunContext, 'rules' | 'checks'> = {
  rules: {
    ...Object.fromEntries(Object.entries(ruleSet).filter(([id]) => id !== 'missing-resources')),
    'scaled-broker': 0,
  },
  checks: {
    ...checks,
    cluster: checks.cluster.flatMap((check) => {
      if (check.id === 'missing-resources') return []
      if (check.id !== 'scaled-broker') return [check]
      return [
        {
          ...check,
          ruleVersion: 0,
          needs: [],
          uses: [],
          evaluate: (_, { cluster }) => {
            const subject = clusterSubject(cluster.id)
            return cluster.name === 'steady' ? [fail(subject, { size: 3 })] : [pass(subject, {})]
          },
        },
      ]
    }),
  },
}

/** Three runs of one fleet in which every outcome of a row and every kind of change comes about. */
export async function everyOutcome(): Promise<Story> {
  const world = firstWorld()
  const store = newStore(world)
  const audit = (day: number, plane: object, context: Partial<RunContext>): Promise<AuditedFleet> =>
    auditInTerminal({ run: runOfDay(day).run, fleet: fleetWith(plane), world, store, context })
  const first = await audit(21, planes.unowned, olderRelease)
  await auditLagging(world, store)
  changeForSecond(world)
  const second = await audit(22, planes.withTeam, { checks })
  changeForThird(world)
  return { store, runs: [first, second, await audit(23, planes.unowned, { checks })] }
}

/** A run on demand, of one cluster, that is stored before the scheduled run which began earlier reads it. */
async function auditLagging(world: World, store: FleetStore): Promise<void> {
  world.now = '2026-11-22T02:04:00.000Z'
  const selection = { scopes: [], clusters: ['lagging'] }
  await auditInTerminal({ run: 'on-demand', fleet: fleetWith(planes.unowned), world, store, selection })
}

function changeForSecond(world: World): void {
  world.now = runOfDay(22).now
  const { clusters, clouds, uids } = world
  clusters.set('payments', 'healthy')
  clusters.set('search', 'careless')
  clusters.set('orders', 'unreachable')
  clouds.set('parked', cloudFacts({ running: false, status: 'STOPPED' }))
  clusters.set('fragile', 'throwing')
  clusters.set('limited', 'forbidden')
  uids.set('rebuilt', 'uid of the second life')
  clouds.set('rebuilt', cloudFacts({ life: 'second life' }))
  uids.set('imposter', 'uid of another cluster')
  clouds.set('ageing', ageing(false))
  world.scopes.set(east, ['shared'])
  world.unseen.set(books, ['europe-west3-b'])
  world.scopes.set(books, [])
}

function changeForThird(world: World): void {
  world.now = runOfDay(23).now
  const { clusters, clouds, uids } = world
  clusters.set('payments', 'careless')
  clusters.set('orders', 'careless')
  clusters.set('fragile', 'careless')
  clusters.set('limited', 'bare')
  uids.delete('imposter')
  clouds.set('ageing', ageing(true))
  world.scopes.set(east, { status: 'failed', cause: 'forbidden', detail: 'no right to list clusters' })
  world.unseen.delete(books)
  world.scopes.set(books, ['ledger'])
}
