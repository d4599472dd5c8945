import { afterEach, expect, it } from 'vitest'
import { startLargeFleet } from './eks-fleet.ts'
import { runLargeNight } from './large-night.ts'
import { type NightBench, startNightOf } from './night-bench.ts'

/** Three shards; test/real has 1,000 clusters. */
const clusters = 120

let night: NightBench
afterEach(() => night.close())

it('a night of several shards: every cluster audited once, one message', { timeout: 120_000 }, async () => {
  night = await startNightOf(startLargeFleet(clusters))
  const { state, audited, open, opened, doubled, digests } = await runLargeNight(night)
  expect({ state, audited, doubled, digests }).toEqual({ state: 'complete', audited: clusters, doubled: 0, digests: 1 })
  expect(opened).toBe(open)
  expect(open).toBeGreaterThan(clusters)
})
