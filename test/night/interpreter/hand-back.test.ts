import { afterEach, describe, expect, it } from 'vitest'
import { passes } from '../../../infra/state-machine/shard-states.ts'
import { invokeHere, invokeWithin } from './invoke-here.ts'
import { type Invoke, runMachine } from './machine.ts'
import { type NightBench, startNight } from './night-bench.ts'
import { outcomesOf } from './outcomes.ts'
import { stateName } from './state-name.ts'

const run = '20261121T020000Z-9c56cc51'
const clusters = [{ name: 'shop' }, { name: 'web' }]

let night: NightBench
afterEach(() => night.close())

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
    night = await startNight({ clusters })
    const { invoke, deliveries } = hurried(2)
    await runMachine({ run }, invoke)
    expect(deliveries()).toBe(3)
    expect(await outcomesOf(night.store, run)).toMatchObject({
      'eks:eu-west-1/shop': 'audited',
      'eks:eu-west-1/web': 'audited',
    })
    expect(await night.store.readRunSummary(run)).toMatchObject({ state: 'complete' })
  })

  it('is given up after as many deliveries as the definition says, with a cause', async () => {
    night = await startNight({ clusters })
    const { invoke, deliveries } = hurried(Infinity)
    await runMachine({ run }, invoke)
    expect(deliveries()).toBe(passes)
    expect(await outcomesOf(night.store, run)).toMatchObject({
      'eks:eu-west-1/shop': 'failed timeout',
      'eks:eu-west-1/web': 'failed timeout',
    })
    expect(night.digests()).toEqual([expect.stringMatching(/incomplete/i)])
  })
})
