import process from 'node:process'
import { createStore } from '@fleet-auditor/adapters/store/table-store.ts'
import { createClient } from '@fleet-auditor/adapters/store/table/client.ts'
import { createTable } from '@fleet-auditor/adapters/store/table/create-table.ts'
import { unitsOfBytes } from '@fleet-auditor/adapters/store/table/metered-query.ts'
import type { FindingFilter, FindingPages } from '@fleet-auditor/audit/ports/finding-pages.ts'
import type { StoredFinding } from '@fleet-auditor/audit/ports/store.ts'
import { canonical } from '@fleet-auditor/model/canonical.ts'
import type { Target } from '@fleet-auditor/model/target.ts'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { cluster } from '../store/records.ts'
import { findingsOf, seedKey, seedMiddle } from '../store/seeded-findings.ts'
import { seedFindings } from '../store/table/seed-findings.ts'
import { describeWith } from './available.ts'
import { startDynamodbLocal, type DynamodbLocal } from './dynamodb-local.ts'

const fleets = [300, 1000] as const
const perCluster = 12
const limit = 100
/** One page alone costs 8 % more or less, as its findings happen to lie: the law is about their mean. */
const pagesRead = 5

/** Served by a key or an index: what a page costs must not follow the fleet. */
const served: [string, FindingFilter][] = [
  ['no filter', {}],
  ['open', { state: 'open' }],
  ['resolved', { state: 'resolved' }],
  ['severity', { state: 'open', severities: ['critical'] }],
  ['severity, any state', { severities: ['high'] }],
  ['two severities', { state: 'open', severities: ['critical', 'high'] }],
  ['check', { check: 'missing-resources' }],
  ['open of a check', { state: 'open', check: 'unpinned-image' }],
  ['provider, any state', { providers: ['eks'] }],
  ['changed since', { state: 'open', changedSince: seedMiddle }],
  ['severity, provider', { state: 'open', severities: ['medium'], providers: ['eks'] }],
  ['one cluster', { state: 'open', targets: [cluster(seedKey(7))] }],
]

/** What a registry has of a region, plane or team: these of the clusters. */
const every = (fleet: number, step: number): Target[] =>
  Array.from({ length: Math.ceil(fleet / step) }, (_, at) => cluster(seedKey(at * step)))
const registry: [string, (fleet: number) => FindingFilter][] = [
  ['8 clusters', () => ({ state: 'open', targets: every(300, 40) })],
  ['38 clusters', () => ({ state: 'open', targets: every(300, 8) })],
  ['60 clusters', () => ({ state: 'open', targets: every(300, 5) })],
  ['every 20th', (fleet) => ({ state: 'open', targets: every(fleet, 20) })],
  ['every third', (fleet) => ({ state: 'open', targets: every(fleet, 3) })],
  ['every third, any state', (fleet) => ({ targets: every(fleet, 3) })],
  ['every third, a check', (fleet) => ({ check: 'scaled-broker', targets: every(fleet, 3) })],
  ['all but some', (fleet) => ({ state: 'open', severities: ['high'], targets: every(fleet, 2) })],
  ['provider', () => ({ state: 'open', providers: ['gke'] })],
  ['check, provider', () => ({ state: 'open', check: 'missing-resources', providers: ['aks'] })],
  ['text', () => ({ state: 'open', text: 'memory' })],
  ['text of one', () => ({ state: 'open', text: findingsOf(200, 1)[0]?.subject.name ?? '' })],
]

describeWith(['dynamodb-local'], 'what a page of findings costs', () => {
  let local: DynamodbLocal
  const close: (() => Promise<void>)[] = []
  const lines: string[] = []
  const pagesOf = new Map<number, FindingPages>()
  beforeAll(async () => {
    local = await startDynamodbLocal()
    for (const fleet of fleets) pagesOf.set(fleet, await seededPages(fleet))
  }, 120_000)
  afterAll(async () => {
    process.stdout.write(`${lines.join('\n')}\n`)
    for (const each of close) await each()
    await local?.close()
  })

  async function seededPages(fleet: number): Promise<FindingPages> {
    const credentials = { accessKeyId: 'testing', secretAccessKey: 'testing' }
    const client = createClient({ endpoint: local.url, region: 'eu-central-1', credentials })
    const table = `fleet-${fleet}`
    await createTable(client, table)
    const findings = Array.from({ length: fleet }, (_, number) => findingsOf(number, perCluster)).flat()
    await seedFindings(client, table, findings)
    const store = createStore({ client, table, now: () => '2026-02-01T00:00:00.000Z' })
    close.push(() => store.close())
    return store.pages
  }

  async function firstPages(fleet: number, filter: FindingFilter): Promise<Listed> {
    const pages = pagesOf.get(fleet)
    const units: number[] = []
    const findings: StoredFinding[][] = []
    let cursor: string | undefined
    do {
      const page = await pages?.page(filter, limit, cursor)
      units.push(page?.units ?? NaN)
      findings.push([...(page?.findings ?? [])])
      cursor = page?.next
    } while (cursor !== undefined && units.length < pagesRead)
    return { units, findings }
  }

  it.each(served)('does not follow the fleet: %s', async (name, filter) => {
    const [small, large] = await Promise.all(fleets.map((fleet) => firstPages(fleet, filter)))
    if (!small || !large) throw new Error('no fleet')
    const pages = Math.min(fullPages(small), fullPages(large))
    const [before, after] = [mean(small.units.slice(0, pages)), mean(large.units.slice(0, pages))]
    lines.push(`${name.padEnd(24)} ${before.toFixed(1).padStart(6)} ${after.toFixed(1).padStart(6)}`)
    expect(pages).toBeGreaterThan(0)
    expect(after).toBeLessThanOrEqual(1.1 * before)
  })

  it.each(registry)('stays near the page of its findings: %s', async (name, filterOf) => {
    for (const fleet of fleets) {
      const { units, findings } = await firstPages(fleet, filterOf(fleet))
      const own = findings.map((page) => unitsOfBytes(Buffer.byteLength(canonical(page))))
      lines.push(`${`${name} of ${fleet}`.padEnd(31)} ${mean(units).toFixed(1)} for ${mean(own).toFixed(1)}`)
      for (const [at, cost] of units.entries()) expect(cost).toBeLessThanOrEqual(2 * (own[at] ?? 0) + 64)
    }
  })
})

interface Listed {
  readonly units: readonly number[]
  readonly findings: readonly (readonly StoredFinding[])[]
}

/** Pages that hold as much in both fleets: a cluster's only one, else those that are full. */
const fullPages = ({ findings }: Listed): number => {
  const short = findings.findIndex((page) => page.length < limit)
  return short === -1 ? findings.length : Math.max(short, findings.length === 1 ? 1 : 0)
}

const mean = (numbers: readonly number[]): number => numbers.reduce((sum, one) => sum + one, 0) / numbers.length
