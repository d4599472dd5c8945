import { FleetFile, type WrittenFleetFile } from '@fleet-auditor/model/fleet-file.ts'
import { newWorld, type Behaviour, type World } from './world.ts'

const account = '111122223333'
export const aws = (region: string): string => `aws:${account}:${region}`

/** A fleet of one account in two regions and a project; `written` adds to it. */
export const fleetOf = (written: WrittenFleetFile = {}): FleetFile =>
  FleetFile.parse({
    fleet: 'shop',
    planes: [{ name: 'central', region: 'eu-west-1', manages: [{}] }],
    teams: [{ name: 'payments', clusters: { cluster: ['pay*'] } }],
    teamTag: 'team',
    ...written,
    sources: {
      aws: [{ account, regions: ['eu-west-1', 'us-east-1'] }],
      gcp: [{ project: 'ledger' }],
      ...written.sources,
    },
  })

/** Clusters by scope, each with its behaviour. */
export function worldOf(scopes: Readonly<Record<string, Readonly<Record<string, Behaviour>>>>): World {
  const world = newWorld()
  for (const [scope, clusters] of Object.entries(scopes)) {
    world.scopes.set(scope, Object.keys(clusters))
    for (const [name, behaviour] of Object.entries(clusters)) world.clusters.set(name, behaviour)
  }
  return world
}

/** Three scopes, five clusters. */
export const smallWorld = (): World =>
  worldOf({
    [aws('eu-west-1')]: { payments: 'careless', search: 'healthy' },
    [aws('us-east-1')]: { orders: 'careless', 'pay-in': 'bare' },
    'gcp:ledger': { books: 'healthy' },
  })

/** Two o’clock of a day of November 2026, for runs after the first. */
export const runOfDay = (day: number): { now: string; run: string } => ({
  now: `2026-11-${day}T02:00:00.000Z`,
  run: `202611${day}T020000Z-shop`,
})
