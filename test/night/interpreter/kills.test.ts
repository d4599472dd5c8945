import { headKey } from '@fleet-auditor/adapters/store/table/keys.ts'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { expectViewsAgree } from '../../audit-world/expect-views-agree.ts'
import { type Bundles, bundleFunctions } from './bundles.ts'
import { type ChildOptions, createFunctions } from './invoke-child.ts'
import { type Invoke, runMachine } from './machine.ts'
import { openedIn, openFindings, outcomesOf } from './outcomes.ts'
import { type RunBench, startRunBench } from './run-bench.ts'
import { stateName } from './state-name.ts'
import { watchWrites } from './write-watch.ts'

const run = '20261121T020000Z-9c56cc51'
const two = [{ name: 'shop' }, { name: 'web' }]
const audited = {
  'eks:111122223333:eu-west-1/shop': 'audited',
  'eks:111122223333:eu-west-1/web': 'audited',
  'plane:meshery-eu': 'audited',
}

/** All states that a complete run of this fleet goes through. */
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
let bench: RunBench
beforeAll(async () => {
  bundles = await bundleFunctions()
})
afterAll(() => bundles?.remove())
afterEach(() => bench.close())

const functions = (more: Partial<ChildOptions> = {}) =>
  createFunctions({ bundles, variables: bench.variables, ...more })

async function expectCompleteRun(): Promise<void> {
  expect(await outcomesOf(bench.store, run)).toMatchObject(audited)
  expect(await bench.store.readRunSummary(run)).toMatchObject({ state: 'complete' })
  const open = await openFindings(bench.store)
  expect(open.length).toBeGreaterThan(10)
  expect(new Set(open).size).toBe(open.length)
  expect(await openedIn(bench.store, run)).toBe(open.length)
  expect(bench.digests()).toHaveLength(1)
}

describe('functions killed by SIGKILL, once at each state', { timeout: 120_000 }, () => {
  it('when their work is done and no response was sent', async () => {
    bench = await startRunBench({ clusters: two })
    const { invoke } = functions()
    const died = new Set<string>()
    const dying: Invoke = (name, event) => {
      const state = stateName(name, event)
      const fate = died.has(state) ? 'lives' : 'dies-unanswered'
      died.add(state)
      return invoke(name, event, fate)
    }
    await runMachine({ run }, dying)
    expect([...died].toSorted()).toEqual(states)
    await expectCompleteRun()
  })

  it('when their first write is in the store', async () => {
    bench = await startRunBench({ clusters: two })
    const database = bench.variables['AWS_ENDPOINT_URL_DYNAMODB'] ?? ''
    const died = new Set<string>()
    const dying: Invoke = async (name, event) => {
      const state = stateName(name, event)
      const watch = await watchWrites(database)
      const variables = { ...bench.variables, AWS_ENDPOINT_URL_DYNAMODB: watch.endpoint }
      const { invoke, kill } = functions({ variables })
      watch.onWrite(() => {
        // The function that sends after a notifier that died waits a minute for its lease: test/slack.
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
    await expectCompleteRun()
  })
})

it(
  'a worker that is killed whenever it commits a cluster: summary and findings agree',
  { timeout: 120_000 },
  async () => {
    bench = await startRunBench({ clusters: two })
    const watch = await watchWrites(bench.variables['AWS_ENDPOINT_URL_DYNAMODB'] ?? '')
    const { invoke, kill } = functions({ variables: { ...bench.variables, AWS_ENDPOINT_URL_DYNAMODB: watch.endpoint } })
    const head = JSON.stringify({ sk: { S: headKey({ kind: 'cluster', key: '' }).sk } }).slice(1, -1)
    watch.onWrite((body) => {
      if (body.includes('"CLUSTER#') && body.includes(head)) kill('audit-eks')
    })
    try {
      await runMachine({ run }, invoke)
    } finally {
      await watch.close()
    }
    const unrecorded = { 'eks:111122223333:eu-west-1/shop': 'failed worker-died' }
    expect(await outcomesOf(bench.store, run)).toMatchObject(unrecorded)
    expect(await expectViewsAgree(bench.store)).toBeGreaterThan(10)
  },
)

describe('a cluster that kills its worker', { timeout: 120_000 }, () => {
  it.each([
    ['one', ['poison']],
    ['two of one shard', ['poison', 'venom']],
  ])('%s: its row has the cause, the others are audited', async (_, killers) => {
    let kill = () => {}
    const clusters = [...two, ...killers.map((name) => ({ name }))]
    bench = await startRunBench({ clusters, onAsked: (name) => (killers.includes(name) ? kill() : undefined) })
    const made = functions()
    kill = () => made.kill('audit-eks')
    await runMachine({ run }, made.invoke)
    const poisoned = Object.fromEntries(
      killers.map((name) => [`eks:111122223333:eu-west-1/${name}`, 'failed worker-died']),
    )
    expect(await outcomesOf(bench.store, run)).toMatchObject({ ...audited, ...poisoned })
    const rows = (await bench.store.readRun(run))?.ledger.filter(({ outcome }) => outcome === 'failed') ?? []
    for (const { detail } of rows) expect(detail).toContain('the worker died')
    expect(await bench.store.readRunSummary(run)).toMatchObject({ state: 'incomplete' })
    expect(bench.digests()).toEqual([expect.stringMatching(/incomplete/i)])
  })
})
