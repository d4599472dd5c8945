import { afterEach, expect, it } from 'vitest'
import { createGate } from '@fleet-auditor/adapters/probe/gate.ts'
import { startLargeFleet } from './eks-fleet.ts'
import { invokeHere } from './invoke-here.ts'
import { type Invoke, runMachine } from './machine.ts'
import { type NightBench, startNightOf } from './night-bench.ts'
import { openFindings } from './outcomes.ts'

const run = '20261121T020000Z-9c56cc51'
const clusters = 1000

let night: NightBench
afterEach(() => night.close())

it('a night of 1,000 clusters: every one has its row, its findings and its report', { timeout: 300_000 }, async () => {
  night = await startNightOf(startLargeFleet(clusters))
  // One machine is no Lambda: shards take turns, or all would wait for each other until their deadlines.
  const gate = createGate(1)
  const invoke: Invoke = async (name, event) => {
    if (name !== 'audit-eks') return invokeHere(name, event)
    const leave = await gate.enter()
    return invokeHere(name, event).finally(leave)
  }
  const begun = Date.now()
  await runMachine({ run }, invoke)
  console.log('MS', Date.now() - begun, process.memoryUsage().rss / 1e6)
  const { state, counts } = (await night.store.readRunSummary(run)) ?? {}
  expect({ state, clusters: counts?.clusters, audited: counts?.audited }).toEqual({
    state: 'complete',
    clusters,
    audited: clusters,
  })
  const open = await openFindings(night.store)
  expect(open.length).toBeGreaterThan(clusters)
  expect(new Set(open).size).toBe(open.length)
  expect(counts?.opened).toBe(open.length)
  expect(night.digests()).toHaveLength(1)
})
