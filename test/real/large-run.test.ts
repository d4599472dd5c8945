import process from 'node:process'
import { afterEach, expect, it } from 'vitest'
import { startEksFleet, startLargeFleet, type EksFleet } from '../night/interpreter/eks-fleet.ts'
import { invokeHere } from '../night/interpreter/invoke-here.ts'
import { runLargeFleet } from '../night/interpreter/large-run.ts'
import { type Invoke, runMachine } from '../night/interpreter/machine.ts'
import { openedIn, openFindings, outcomesOf } from '../night/interpreter/outcomes.ts'
import { type RunBench, startRunBenchOf } from '../night/interpreter/run-bench.ts'
import { tablesAt } from '../night/interpreter/run-tables.ts'
import { describeWith } from './available.ts'
import { startDynamodbLocal } from './dynamodb-local.ts'

const clusters = 1000
const run = '20261121T020000Z-9c56cc51'

describeWith(['dynamodb-local'], 'a run on the interpreter at its real database', () => {
  let bench: RunBench
  afterEach(() => bench?.close())

  async function startHere(fleet: Promise<EksFleet>): Promise<RunBench> {
    const database = startDynamodbLocal().then(({ url, close }) => tablesAt(url, close))
    return startRunBenchOf(fleet, database)
  }

  it('1,000 clusters: every one audited once, one message', { timeout: 400_000 }, async () => {
    bench = await startHere(startLargeFleet(clusters))
    const { seconds, megabytes, ...ended } = await runLargeFleet(bench)
    process.stderr.write(`run of ${clusters}: ${seconds.toFixed(1)} s, ${megabytes.toFixed(0)} MB with its fleet\n`)
    expect(ended).toMatchObject({ state: 'complete', audited: clusters, doubled: 0, digests: 1, opened: ended.open })
    expect(ended.open).toBeGreaterThan(clusters)
  })

  it('every delivery doubled at once: one run, one set of findings, one message', async () => {
    bench = await startHere(startEksFleet({ clusters: [{ name: 'shop' }, { name: 'web' }] }))
    const doubled: Invoke = async (name, event) =>
      (await Promise.all([invokeHere(name, event), invokeHere(name, event)]))[1]
    await runMachine({ run }, doubled)
    expect(await outcomesOf(bench.store, run)).toMatchObject({
      'eks:111122223333:eu-west-1/shop': 'audited',
      'eks:111122223333:eu-west-1/web': 'audited',
    })
    const open = await openFindings(bench.store)
    expect(new Set(open).size).toBe(open.length)
    expect(await openedIn(bench.store, run)).toBe(open.length)
    expect(bench.digests()).toHaveLength(1)
  })
})
