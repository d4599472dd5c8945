import fc from 'fast-check'
import { cloudFacts } from '../checks/cloud-facts.ts'
import { aws } from './fleets.ts'
import { newWorld, type World } from './world.ts'

const [west, east, project] = [aws('eu-west-1'), aws('us-east-1'), 'gcp:ledger']

/** The scopes that list each cluster; `shared` is listed twice. */
const home: Readonly<Record<string, readonly string[]>> = {
  orders: [east],
  payments: [west],
  search: [west],
  shared: [west, east],
  ledger: [project],
}
const names = Object.keys(home)

const anyCluster = fc.record({
  behaviour: fc.constantFrom('careless', 'healthy', 'bare', 'unreachable', 'forbidden', 'throwing'),
  isListed: fc.boolean(),
  uid: fc.constantFrom('one', 'two'),
  cloud: fc.constantFrom('silent', 'first life', 'second life', 'stopped'),
})
const anyScope = fc.constantFrom('listed', 'listed', 'listed', 'in part', 'refused')

/** What the world is like during one run. */
export interface Scene {
  readonly clusters: readonly {
    readonly behaviour: 'careless' | 'healthy' | 'bare' | 'unreachable' | 'forbidden' | 'throwing'
    readonly isListed: boolean
    readonly uid: string
    readonly cloud: string
  }[]
  readonly scopes: readonly ('listed' | 'in part' | 'refused')[]
}

export const anyScene: fc.Arbitrary<Scene> = fc.record({
  clusters: fc.array(anyCluster, { minLength: names.length, maxLength: names.length }),
  scopes: fc.array(anyScope, { minLength: 3, maxLength: 3 }),
})

/** A scene in which every scope lists every cluster. */
export const allListed = (scene: Scene): Scene => ({
  clusters: scene.clusters.map((each) => ({ ...each, isListed: true })),
  scopes: scene.scopes.map(() => 'listed'),
})

/** The world as a scene has it, from then (ISO 8601) on. */
export function setScene(world: World, { clusters, scopes }: Scene, now: string): void {
  world.now = now
  for (const [index, { behaviour, uid, cloud }] of clusters.entries()) {
    const name = names[index] ?? ''
    world.clusters.set(name, behaviour)
    world.uids.set(name, `${uid} of ${name}`)
    if (cloud === 'silent') world.clouds.delete(name)
    else world.clouds.set(name, cloudFacts(cloud === 'stopped' ? { running: false } : { life: cloud }))
  }
  for (const [index, scope] of [west, east, project].entries()) {
    const listed = names.filter((name, at) => home[name]?.includes(scope) && clusters[at]?.isListed)
    const refused = { status: 'failed', cause: 'forbidden', detail: 'no right to list' } as const
    world.scopes.set(scope, scopes[index] === 'refused' ? refused : listed)
    world.unseen.set(scope, scopes[index] === 'in part' ? ['zone-b'] : [])
  }
}

/** A world with a scene in it. */
export function worldWith(scene: Scene, now: string): World {
  const world = newWorld(now)
  setScene(world, scene, now)
  return world
}
