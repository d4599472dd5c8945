import { randomBytes } from 'node:crypto'
import { createStore } from '@fleet-auditor/adapters/store/table-store.ts'
import { createTable } from '@fleet-auditor/adapters/store/table/create-table.ts'
import { unitsOfBytes } from '@fleet-auditor/adapters/store/table/metered-query.ts'
import { createApp } from '@fleet-auditor/api/create-app.ts'
import { FindingList } from '@fleet-auditor/api/shapes/finding-shape.ts'
import type { FindingPages } from '@fleet-auditor/audit/ports/finding-pages.ts'
import type { RegisteredCluster } from '@fleet-auditor/audit/ports/store.ts'
import { createToken } from '@fleet-auditor/audit/tokens/create-token.ts'
import { canonical } from '@fleet-auditor/model/canonical.ts'
import { FleetFile } from '@fleet-auditor/model/fleet-file.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openEngineDatabase, type EngineDatabase } from '../store/engine-database.ts'
import { findingsOf, seedKey, seedLocator, seedMiddle } from '../store/seeded-findings.ts'
import { seedFindings } from '../store/table/seed-findings.ts'

/** Units that each page of a list cost, and what its own findings would. */
interface Cost {
  readonly units: number[]
  readonly own: number[]
}
type Ask = (query: string) => Promise<Cost>

const now = '2026-02-01T00:00:00.000Z'
const limit = 100
/** One page alone costs some percent more or less, as its findings happen to lie: the law is about their mean. */
const pagesRead = 3

let database: EngineDatabase
let small: Ask
let large: Ask
beforeAll(async () => {
  database = await openEngineDatabase()
  ;[small, large] = [await askerOf(300), await askerOf(1000)]
})
afterAll(() => database.close())

/** The API over a fleet of so many clusters, each of a region and team of its number. */
async function askerOf(clusters: number): Promise<Ask> {
  const client = database.client()
  const table = `fleet-${clusters}`
  await createTable(client, table)
  const numbers = Array.from({ length: clusters }, (_, number) => number)
  await seedFindings(
    client,
    table,
    numbers.flatMap((number) => findingsOf(number, 12)),
  )
  const store = createStore({ client, table, now: () => now })
  await store.register(numbers.map(registeredOf), [])
  const ports = { tokens: store.tokens, clock: { now: () => now }, random: randomBytes }
  const { token } = await createToken({ name: 'cost', scopes: ['read'] }, ports)
  const cost: Cost = { units: [], own: [] }
  const pages: FindingPages = { ...store.pages, page: metered(store.pages, cost) }
  const starter = { start: () => Promise.resolve('already' as const) }
  const logged: unknown[] = []
  const log = (...line: unknown[]) => void logged.push(line)
  const deps = { store: { ...store, pages }, fleet: FleetFile.parse({}), starter, ...ports, log }
  const app = createApp(deps)
  return async (query) => {
    cost.units.length = cost.own.length = 0
    let cursor = ''
    do {
      const headers = { Authorization: `Bearer ${token}` }
      const answer = await app.request(`/v1/findings?limit=${limit}&${query}${cursor}`, { headers })
      expect(answer.status, JSON.stringify(logged.at(-1))).toBe(200)
      const { next } = FindingList.parse(await answer.json())
      cursor = next === undefined ? '' : `&cursor=${next}`
    } while (cursor !== '' && cost.units.length < pagesRead)
    return { units: [...cost.units], own: [...cost.own] }
  }
}

const metered =
  (pages: FindingPages, cost: Cost): FindingPages['page'] =>
  async (...asked) => {
    const read = await pages.page(...asked)
    cost.units.push(read.units)
    cost.own.push(unitsOfBytes(Buffer.byteLength(canonical(read.findings))))
    return read
  }

function registeredOf(number: number): RegisteredCluster {
  const [key, name] = [seedKey(number), `cluster-${number}`]
  const region = number % 40 === 0 ? 'rare' : 'usual'
  const of = {
    id: `eks:111122223333:${region}/${name}`,
    locator: seedLocator(number),
    name,
    provider: 'eks',
    region,
  } as const
  const cluster = { ...of, scope: 'aws:1', labels: {} }
  const team = number % 3 === 0 ? 'third' : 'others'
  return { key, cluster, planes: [number % 20 === 0 ? 'few' : 'many'], open: 10, team, firstSeen: now }
}

const mean = ({ units }: Cost): number => units.reduce((sum, one) => sum + one, 0) / units.length

describe('the cost of a page of GET /v1/findings', () => {
  it.each([
    'state=open',
    'state=resolved',
    'severity=critical&state=open',
    'severity=critical,high&state=open',
    'check=missing-resources',
    'check=unpinned-image&state=open',
    'provider=gke&state=open',
    'severity=medium&provider=eks&state=open',
    `changedSince=${seedMiddle}&state=open`,
    `cluster=${seedKey(7)}`,
  ])('does not grow with the fleet for %s', async (query) => {
    const [before, after] = [mean(await small(query)), mean(await large(query))]
    expect(after).toBeLessThanOrEqual(1.1 * before)
  })

  it.each(['region=rare', 'region=usual', 'plane=few', 'plane=many', 'team=third&severity=high', 'text=memory'])(
    'stays near that of its findings for %s',
    async (query) => {
      for (const ask of [small, large]) {
        const { units, own } = await ask(query)
        for (const [at, cost] of units.entries()) expect(cost).toBeLessThanOrEqual(2 * (own[at] ?? 0) + 64)
      }
    },
  )
})
