import process from 'node:process'
import { afterEach, expect, it } from 'vitest'
import { startEksFleet, startLargeFleet, type EksFleet } from '../night/interpreter/eks-fleet.ts'
import { invokeHere } from '../night/interpreter/invoke-here.ts'
import { runLargeNight } from '../night/interpreter/large-night.ts'
import { type Invoke, runMachine } from '../night/interpreter/machine.ts'
import { type NightBench, startNightOf } from '../night/interpreter/night-bench.ts'
import { tablesAt } from '../night/interpreter/night-table.ts'
import { openedIn, openFindings, outcomesOf } from '../night/interpreter/outcomes.ts'
import { describeWith } from './available.ts'
import { startDynamodbLocal } from './dynamodb-local.ts'

const clusters = 1000
const run = '20261121T020000Z-9c56cc51'

describeWith(['dynamodb-local'], 'a night on the interpreter at its real database', () => {
  let night: NightBench
  afterEach(() => night?.close())

  async function startHere(fleet: Promise<EksFleet>): Promise<NightBench> {
    const database = startDynamodbLocal().then(({ url, close }) => tablesAt(url, close))
    return startNightOf(fleet, database)
  }

  it('1,000 clusters: every one audited once, one message', { timeout: 400_000 }, async () => {
    night = await startHere(startLargeFleet(clusters))
    const { seconds, megabytes, ...ended } = await runLargeNight(night)
    process.stderr.write(`night of ${clusters}: ${seconds.toFixed(1)} s, ${megabytes.toFixed(0)} MB with its fleet\n`)
    expect(ended).toMatchObject({ state: 'complete', audited: clusters, doubled: 0, digests: 1, opened: ended.open })
    expect(ended.open).toBeGreaterThan(clusters)
  })

  it('every delivery doubled at once: one run, one set of findings, one message', async () => {
    night = await startHere(startEksFleet({ clusters: [{ name: 'shop' }, { name: 'web' }] }))
    const doubled: Invoke = async (name, event) =>
      (await Promise.all([invokeHere(name, event), invokeHere(name, event)]))[1]
    await runMachine({ run }, doubled)
    expect(await outcomesOf(night.store, run)).toMatchObject({
      'eks:111122223333:eu-west-1/shop': 'audited',
      'eks:111122223333:eu-west-1/web': 'audited',
    })
    const open = await openFindings(night.store)
    expect(new Set(open).size).toBe(open.length)
    expect(await openedIn(night.store, run)).toBe(open.length)
    expect(night.digests()).toHaveLength(1)
  })
})
