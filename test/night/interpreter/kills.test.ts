import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type Bundles, bundleFunctions } from './bundles.ts'
import { type ChildOptions, createFunctions } from './invoke-child.ts'
import { type Invoke, runMachine } from './machine.ts'
import { type NightBench, startNight } from './night-bench.ts'
import { openedIn, openFindings, outcomesOf } from './outcomes.ts'
import { stateName } from './state-name.ts'
import { watchWrites } from './write-watch.ts'

const run = '20261121T020000Z-9c56cc51'
const two = [{ name: 'shop' }, { name: 'web' }]
const audited = {
  'eks:111122223333:eu-west-1/shop': 'audited',
  'eks:111122223333:eu-west-1/web': 'audited',
  'plane:meshery-eu': 'audited',
}

/** All that a good night of this fleet goes through. */
const states = [
  'audit-eks audit-shard',
  'audit-eks discover-scopes',
  'audit-eks list-scopes',
  'audit-planes audit-shard',
  'conclude-run',
  'notify',
  'plan-scopes',
  'plan-shards',
  'start-run',
]

let bundles: Bundles
let night: NightBench
beforeAll(async () => {
  bundles = await bundleFunctions()
})
afterAll(() => bundles?.remove())
afterEach(() => night.close())

const functions = (more: Partial<ChildOptions> = {}) =>
  createFunctions({ bundles, variables: night.variables, ...more })

async function expectGoodNight(): Promise<void> {
  expect(await outcomesOf(night.store, run)).toMatchObject(audited)
  expect(await night.store.readRunSummary(run)).toMatchObject({ state: 'complete' })
  const open = await openFindings(night.store)
  expect(open.length).toBeGreaterThan(10)
  expect(new Set(open).size).toBe(open.length)
  expect(await openedIn(night.store, run)).toBe(open.length)
  expect(night.digests()).toHaveLength(1)
}

describe('functions killed by SIGKILL, once at each state', { timeout: 120_000 }, () => {
  it('when their work is done and nobody has heard of it', async () => {
    night = await startNight({ clusters: two })
    const { invoke } = functions()
    const died = new Set<string>()
    const dying: Invoke = (name, event) => {
      const state = stateName(name, event)
      const fate = died.has(state) ? 'lives' : 'dies-unheard'
      died.add(state)
      return invoke(name, event, fate)
    }
    await runMachine({ run }, dying)
    expect([...died].toSorted()).toEqual(states)
    await expectGoodNight()
  })

  it('when their first write is in the store', async () => {
    night = await startNight({ clusters: two })
    const database = night.variables['AWS_ENDPOINT_URL_DYNAMODB'] ?? ''
    const died = new Set<string>()
    const dying: Invoke = async (name, event) => {
      const state = stateName(name, event)
      const watch = await watchWrites(database)
      const variables = { ...night.variables, AWS_ENDPOINT_URL_DYNAMODB: watch.endpoint }
      const { invoke, kill } = functions({ variables })
      watch.onWrite(() => {
        // Whoever sends after a notifier that died waits a minute for its lease: test/slack.
        if (!died.has(state) && name !== 'notify') kill(name)
        died.add(state)
      })
      try {
        return await invoke(name, event)
      } finally {
        await watch.close()
      }
    }
    await runMachine({ run }, dying)
    expect([...died].toSorted()).toEqual(states)
    await expectGoodNight()
  })
})

describe('a cluster that kills its worker', { timeout: 120_000 }, () => {
  it.each([
    ['one', ['poison']],
    ['two of one shard', ['poison', 'venom']],
  ])('%s: its row says so, the others are audited', async (_, killers) => {
    let kill = () => {}
    const clusters = [...two, ...killers.map((name) => ({ name }))]
    night = await startNight({ clusters, onAsked: (name) => (killers.includes(name) ? kill() : undefined) })
    const made = functions()
    kill = () => made.kill('audit-eks')
    await runMachine({ run }, made.invoke)
    const poisoned = Object.fromEntries(
      killers.map((name) => [`eks:111122223333:eu-west-1/${name}`, 'failed worker-died']),
    )
    expect(await outcomesOf(night.store, run)).toMatchObject({ ...audited, ...poisoned })
    const rows = (await night.store.readRun(run))?.ledger.filter(({ outcome }) => outcome === 'failed') ?? []
    for (const { detail } of rows) expect(detail).toContain('the worker died')
    expect(await night.store.readRunSummary(run)).toMatchObject({ state: 'incomplete' })
    expect(night.digests()).toEqual([expect.stringMatching(/incomplete/i)])
  })
})
