import { afterEach, expect, it } from 'vitest'
import { startLargeFleet } from './eks-fleet.ts'
import { runLargeFleet } from './large-run.ts'
import { type RunBench, startRunBenchOf } from './run-bench.ts'

/** Three shards; test/real has 1,000 clusters. */
const clusters = 120

let bench: RunBench
afterEach(() => bench.close())

it('a run of several shards: every cluster audited once, one message', { timeout: 120_000 }, async () => {
  bench = await startRunBenchOf(startLargeFleet(clusters))
  const { state, audited, open, opened, doubled, digests } = await runLargeFleet(bench)
  expect({ state, audited, doubled, digests }).toEqual({ state: 'complete', audited: clusters, doubled: 0, digests: 1 })
  expect(opened).toBe(open)
  expect(open).toBeGreaterThan(clusters)
})
