import { afterEach, describe, expect, it } from 'vitest'
import { invokeHere } from './invoke-here.ts'
import { type Invoke, runMachine } from './machine.ts'
import { outcomesOf } from './outcomes.ts'
import { type RunBench, startRunBench } from './run-bench.ts'
import { stateName } from './state-name.ts'

const run = '20261121T020000Z-9c56cc51'
const scope = 'aws:111122223333:eu-west-1'

let bench: RunBench
afterEach(() => bench.close())

const failsAs = (name: string): Error => Object.assign(new Error('of the engine'), { name })

describe('a state that fails whenever it is tried ends as rows with a cause, and the run is concluded and notified', () => {
  it.each([
    ['start-run', 'Lambda.Unknown', {}],
    ['audit-eks list-scopes', 'Lambda.Unknown', { [scope]: 'failed tool-error' }],
    ['plan-scopes', 'States.Timeout', { [scope]: 'failed timeout' }],
    ['audit-eks discover-scopes', 'States.Timeout', { [scope]: 'failed timeout' }],
    [
      'plan-shards',
      'Sandbox.Timedout',
      {
        [scope]: 'listed',
        'eks:111122223333:eu-west-1/shop': 'failed timeout',
        'eks:111122223333:eu-west-1/web': 'failed timeout',
      },
    ],
    [
      'audit-eks audit-shard',
      'Lambda.TooManyRequestsException',
      {
        [scope]: 'listed',
        'eks:111122223333:eu-west-1/shop': 'failed throttled',
        'eks:111122223333:eu-west-1/web': 'failed throttled',
      },
    ],
  ])('%s (%s)', async (state, error, outcomes) => {
    bench = await startRunBench({ clusters: [{ name: 'shop' }, { name: 'web' }] })
    const invoked: string[] = []
    const invoke: Invoke = async (name, event) => {
      invoked.push(name)
      if (stateName(name, event) === state) throw failsAs(error)
      return invokeHere(name, event)
    }
    await runMachine({ run }, invoke)
    expect(await outcomesOf(bench.store, run)).toMatchObject(outcomes)
    expect(await bench.store.readRunSummary(run)).toMatchObject({ state: 'incomplete' })
    expect(invoked.slice(-2)).toEqual(['conclude-run', 'notify'])
    expect(bench.digests()).toEqual([expect.stringMatching(/incomplete/i)])
  })

  it('the record of a failure itself: the run is concluded all the same', async () => {
    bench = await startRunBench({ clusters: [{ name: 'shop' }] })
    const broken = ['audit-eks audit-shard', 'record-failure']
    const invoke: Invoke = async (name, event) => {
      if (broken.includes(stateName(name, event))) throw failsAs('Lambda.Unknown')
      return invokeHere(name, event)
    }
    await runMachine({ run }, invoke)
    expect(await outcomesOf(bench.store, run)).toMatchObject({
      'eks:111122223333:eu-west-1/shop': 'failed worker-died',
    })
  })
})

describe('an execution that cannot conclude or notify', () => {
  it.each(['conclude-run', 'notify'])('fails, for the alarm to see: %s', async (state) => {
    bench = await startRunBench({ clusters: [{ name: 'shop' }] })
    const invoke: Invoke = async (name, event) => {
      if (name === state) throw failsAs('Lambda.Unknown')
      return invokeHere(name, event)
    }
    await expect(runMachine({ run }, invoke)).rejects.toThrow()
  })
})
