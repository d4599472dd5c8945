import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WorkerEvent } from '../../../functions/run/events.ts'
import { invokeHere } from './invoke-here.ts'
import { type Invoke, type MachineEvent, runMachine } from './machine.ts'
import { type RunBench, startRunBenchOf } from './run-bench.ts'
import { putWideClusters, putWideScopes, wide, wideFleet } from './wide-run.ts'

const run = '20261121T020000Z-9c56cc51'
/** What goes in and out of a state at most, in bytes: an eighth of what Step Functions takes. */
const limit = 32 * 1024

let bench: RunBench
const bytes = new Map<string, number>()
const shards: unknown[] = []

beforeAll(async () => {
  bench = await startRunBenchOf(Promise.resolve({ fleet: wideFleet, close: async () => {} }))
  await runMachine({ run }, invoke, weigh)
}, 120_000)
afterAll(() => bench?.close())

/** Planning is real; listing, discovering and auditing leave in the ledger what they would, and answer as they do. */
const invoke: Invoke = async (name, event) => {
  if (name === 'conclude-run') return { run, state: 'complete' }
  if (name === 'notify') return { run, sent: 1 }
  if (!name.startsWith('audit-')) return invokeHere(name, event)
  const asked = WorkerEvent.parse(event)
  if (asked.verb === 'list-scopes') await putWideScopes(bench.store.ledger, run, asked.worker)
  if (asked.verb === 'discover-scopes') await putWideClusters(bench.store.ledger, run, asked.group)
  if (asked.verb !== 'audit-shard') return {}
  shards.push(asked.shard)
  const { shard, worker, pass } = asked
  return { run, shard, worker, pass: pass + 1, left: 0 }
}

function weigh(event: MachineEvent): void {
  if (!('state' in event)) return
  for (const payload of [event.state.input, event.state.output]) {
    const size = Buffer.byteLength(JSON.stringify(payload) ?? '')
    bytes.set(event.state.name, Math.max(size, bytes.get(event.state.name) ?? 0))
  }
}

describe('10,000 clusters in 3,000 scopes', () => {
  it('are planned to the last', async () => {
    const planned = await bench.store.ledger.listShards(run)
    const plans = await Promise.all(planned.map(({ shard }) => bench.store.ledger.readShard(run, shard)))
    const clusters = plans.flatMap((plan) => plan?.clusters.map(({ cluster }) => cluster.locator) ?? [])
    expect(new Set(clusters).size).toBe(wide.clusters)
    expect(Math.max(...plans.map((plan) => plan?.clusters.length ?? 0))).toBeLessThanOrEqual(50)
    expect(shards.length).toBe(planned.length)
    expect(plans.flatMap((plan) => plan?.planes ?? [])).toEqual(['meshery-eu'])
  })

  it('travel as references: no state takes or gives more than 32 KB', () => {
    expect(bytes.get('PlanShards')).toBeGreaterThan(5000)
    expect([...bytes].filter(([, size]) => size > limit)).toEqual([])
  })
})
