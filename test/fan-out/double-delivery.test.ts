import { atMost } from '@fleet-auditor/model/run-plan.ts'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { aws, smallWorld, worldOf } from '../audit-world/fleets.ts'
import type { FanOut } from './run-fan-out.ts'
import { twoRuns } from './two-runs.ts'

it('every verb delivered twice changes nothing: findings, ledger, registry, digest', async () => {
  const once = await twoRuns(smallWorld(), {})
  expect(await twoRuns(smallWorld(), { doubled: true })).toEqual(once)
})

it('shards of one run commute, and so do clusters of one shard', async () => {
  const names = (prefix: string) =>
    Object.fromEntries(Array.from({ length: atMost.clustersOfShard + 5 }, (_, n) => [`${prefix}${n}`, 'bare' as const]))
  const world = () => {
    const large = worldOf({ [aws('eu-west-1')]: { payments: 'careless', search: 'healthy', ...names('a') } })
    for (const [scope, clusters] of smallWorld().scopes) if (!large.scopes.has(scope)) large.scopes.set(scope, clusters)
    return large
  }
  const inOrder = await twoRuns(world(), {})
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(), { minLength: 4, maxLength: 4 }), async (weights) => {
      const order: FanOut['order'] = (shards) =>
        shards.toSorted((a, b) => (weights[a.shard % 4] ?? 0) - (weights[b.shard % 4] ?? 0) || b.shard - a.shard)
      const shuffled = world()
      shuffled.turns = (name) => (weights[name.length % 4] ?? 0) % 7
      expect(await twoRuns(shuffled, { order })).toEqual(inOrder)
    }),
    { numRuns: 2 },
  )
}, 120_000)
