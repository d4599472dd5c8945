import { afterEach, describe, expect, it } from 'vitest'
import { passes } from '../../../infra/state-machine/item-states.ts'
import { invokeHere, invokeWithin } from './invoke-here.ts'
import { type Invoke, runMachine } from './machine.ts'
import { outcomesOf } from './outcomes.ts'
import { type RunBench, startRunBench } from './run-bench.ts'
import { stateName } from './state-name.ts'

const run = '20261121T020000Z-9c56cc51'
const clusters = [{ name: 'shop' }, { name: 'web' }]

let bench: RunBench
afterEach(() => bench.close())

/** Workers of shards have no time to begin a cluster in their first `passes` deliveries. */
function hurried(times: number): { readonly invoke: Invoke; readonly deliveries: () => number } {
  let deliveries = 0
  return {
    deliveries: () => deliveries,
    invoke: (name, event) => {
      if (stateName(name, event) !== 'audit-eks audit-shard') return invokeHere(name, event)
      deliveries += 1
      return deliveries <= times ? invokeWithin(20_000)(name, event) : invokeHere(name, event)
    },
  }
}

describe('a shard that runs out of time', () => {
  it('hands back what is not done, and is delivered again', async () => {
    bench = await startRunBench({ clusters })
    const { invoke, deliveries } = hurried(2)
    await runMachine({ run }, invoke)
    expect(deliveries()).toBe(3)
    expect(await outcomesOf(bench.store, run)).toMatchObject({
      'eks:111122223333:eu-west-1/shop': 'audited',
      'eks:111122223333:eu-west-1/web': 'audited',
    })
    expect(await bench.store.readRunSummary(run)).toMatchObject({ state: 'complete' })
  })

  it('is given up after as many deliveries as the definition allows, with a cause', async () => {
    bench = await startRunBench({ clusters })
    const { invoke, deliveries } = hurried(Infinity)
    await runMachine({ run }, invoke)
    expect(deliveries()).toBe(passes)
    expect(await outcomesOf(bench.store, run)).toMatchObject({
      'eks:111122223333:eu-west-1/shop': 'failed timeout',
      'eks:111122223333:eu-west-1/web': 'failed timeout',
    })
    expect(bench.digests()).toEqual([expect.stringMatching(/incomplete/i)])
  })
})
