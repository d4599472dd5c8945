import type { AuditRecord } from '@fleet-auditor/audit/ports/store.ts'
import { deniedSubscription } from '@fleet-auditor/simulator/demonstration/places.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ofStory } from '../../demo/of-story.ts'
import { loggedLines } from '../../functions/logged-lines.ts'
import { type DemonstrationBench, startDemonstrationBench } from './demonstration-bench.ts'
import { invokeHere } from './invoke-here.ts'
import { runMachine } from './machine.ts'
import { outcomesOf } from './outcomes.ts'

const run = '20261121T020000Z-9c56cc51'

let bench: DemonstrationBench
let records: readonly AuditRecord[]
let lines: Record<string, unknown>[]
beforeAll(async () => {
  bench = await startDemonstrationBench()
  lines = await loggedLines(() => runMachine({ run }, invokeHere))
  records = await bench.store.readRecords(run)
}, 120_000)
afterAll(() => bench?.close())

/** Checks that fail in one cluster, as test/demo asserts them of the CLI. */
const failing = (cluster: string): string[] => {
  const verdicts = records.filter(({ row }) => row.id === cluster).flatMap((one) => one.verdicts)
  const failed = verdicts.filter(({ verdict }) => verdict === 'fail')
  return [...new Set(failed.map(({ check, severity }) => `${severity ?? ''} ${check}`))].toSorted()
}

const refused = ['high missing-node-watch']

describe('the demonstration fleet, audited by the deployed functions', () => {
  // The same as the CLI finds in one process (test/demo/days.test.ts), probes from a function included.
  it.each([
    ['eks:111122223333:eu-west-1/payments', []],
    ['eks:444455556666:eu-west-1/orders', []],
    ['eks:444455556666:us-east-1/search', refused],
    ['gke:retail-prod:europe-west1/storefront', refused],
    ['aks:0a1b2c3d-0000-4000-8000-000000000001:finance/billing', refused],
    ['gke:retail-prod:australia-southeast1/storefront-apac', ['medium high-latency']],
    ['gke:retail-analytics:europe-west4/pipelines', ['info pending-broker-endpoint']],
    ['aks:0a1b2c3d-0000-4000-8000-000000000001:logistics/warehouse', ['info dead-nodeport-endpoint']],
    ['aks:0a1b2c3d-0000-4000-8000-000000000002:logistics/returns', ['medium unpinned-image']],
  ])('%s: the failures of its story, and no others', (cluster, expected) => {
    expect(ofStory(failing(cluster), expected)).toEqual(expected)
  })

  it('has a row for every scope and cluster, with the cause where one was not read', async () => {
    const outcomes = await outcomesOf(bench.store, run)
    expect(outcomes).toMatchObject({ [`azure:${deniedSubscription}`]: 'failed forbidden' })
    const unread = Object.values(outcomes).filter((outcome) => !/^(audited|listed)$/.test(outcome))
    expect(unread.filter((outcome) => !outcome.includes(' '))).toEqual([])
    expect(await bench.store.readRunSummary(run)).toMatchObject({ state: 'incomplete' })
  })

  it('was probed from the probe function of the vantage’s region', () => {
    expect(bench.probeCalls()).toBeGreaterThan(10)
    const vantages = records.flatMap(({ observations }) => observations.map(({ vantage }) => vantage))
    expect([...new Set(vantages)]).toEqual(['beside-meshery-eu'])
  })

  it('logs a line for each event, each with the run', () => {
    expect(lines.length).toBeGreaterThan(50)
    expect(lines.filter((line) => line['run'] !== run)).toEqual([])
    const written = JSON.stringify(lines)
    for (const secret of ['Bearer', 'k8s-aws-v1.', 'demonstration/secret', 'demonstration-token', 'ya29.']) {
      expect(written).not.toContain(secret)
    }
  })
})
