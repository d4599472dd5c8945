import { randomBytes } from 'node:crypto'
import { DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb'
import { createStore } from '@fleet-auditor/adapters/store/table-store.ts'
import { createClient } from '@fleet-auditor/adapters/store/table/client.ts'
import { statePartitions } from '@fleet-auditor/adapters/store/table/keys.ts'
import { createApp } from '@fleet-auditor/api/create-app.ts'
import type { FleetStore } from '@fleet-auditor/audit/ports/fleet-store.ts'
import type { RegisteredCluster } from '@fleet-auditor/audit/ports/store.ts'
import { createToken } from '@fleet-auditor/audit/tokens/create-token.ts'
import { FleetFile } from '@fleet-auditor/model/fleet-file.ts'
import { findingsOf, seedKey } from '../store/seeded-findings.ts'
import { seedFindings } from '../store/table/seed-findings.ts'
import { doJob } from './child.ts'
import { credentials, type Database, now } from './database.ts'
import { median } from './median.ts'

export interface PageJob extends Database {
  /** Their findings are put first. */
  readonly clusters: number
  /** How often each way is timed. */
  readonly pages: number
}

/** Medians in milliseconds, and the read units of an unfiltered page of open findings. */
export interface PageCost {
  /** One query of one partition. */
  readonly raw: number
  /** A query of every partition that holds open findings, at once. */
  readonly rawAll: number
  readonly filtered: number
  readonly open: number
  readonly units: number
}

const perCluster = 12
const limit = 100
const paths = {
  filtered: `/v1/findings?state=open&severity=medium&provider=eks&limit=${limit}`,
  open: `/v1/findings?state=open&limit=${limit}`,
} as const
/** A cluster as the registry has it, so that the page has names to show. */
const registered = (number: number): RegisteredCluster => {
  const name = `c${number}`
  const at = { id: `eks:111122223333:eu-west-1/${name}`, locator: `eks/eu-west-1/${name}`, name, region: 'eu-west-1' }
  const cluster = { ...at, provider: 'eks', scope: 'aws:111122223333:eu-west-1', labels: {} } as const
  return { key: seedKey(number), cluster, planes: [], open: perCluster, firstSeen: now() }
}

async function seed(job: PageJob, store: FleetStore): Promise<void> {
  const client = createClient({ ...job, region: 'local', credentials })
  for (let at = 0; at < job.clusters; at += 100) {
    const numbers = Array.from({ length: Math.min(100, job.clusters - at) }, (_, index) => at + index)
    await seedFindings(
      client,
      job.table,
      numbers.flatMap((number) => findingsOf(number, perCluster)),
    )
    await store.register(numbers.map(registered), [])
  }
  client.destroy()
}

async function requesterOf(store: FleetStore): Promise<(path: string) => Promise<void>> {
  const clock = { now }
  const fleet = FleetFile.parse({})
  const starter = { start: async () => 'already' as const }
  const app = createApp({ store, fleet, starter, clock, random: randomBytes, log: () => {} })
  const { token } = await createToken(
    { name: 'bench', scopes: ['read'] },
    { tokens: store.tokens, clock, random: randomBytes },
  )
  return async (path) => {
    const answer = await app.request(path, { headers: { authorization: `Bearer ${token}` } })
    const { findings } = (await answer.json()) as { findings?: unknown[] } // asked for below, by its length
    if (findings?.length !== limit) throw new Error(`${path}: ${answer.status}, ${findings?.length} findings`)
  }
}

/** Queries as the SDK makes them: of one partition for all rows, and of all partitions for so many rows in all. */
function rawOf({ endpoint, table }: Database): Record<'raw' | 'rawAll', () => Promise<void>> {
  const documents = DynamoDBDocumentClient.from(createClient({ endpoint, region: 'local', credentials }))
  const query = async (partitions: readonly string[]): Promise<void> => {
    const ofEach = Math.ceil(limit / partitions.length)
    const answers = await Promise.all(partitions.map((partition) => documents.send(newestOf(table, partition, ofEach))))
    const rows = answers.flatMap(({ Items = [] }) => Items)
    if (rows.length < limit / 2) throw new Error(`the raw query found ${rows.length} findings`)
  }
  const every = statePartitions('open')
  return { raw: () => query(['open#medium#0']), rawAll: () => query(every) }
}

const newestOf = (table: string, partition: string, rows: number): QueryCommand =>
  new QueryCommand({
    TableName: table,
    IndexName: 'gsi1',
    KeyConditionExpression: 'gsi1pk = :pk',
    ExpressionAttributeValues: { ':pk': partition },
    ScanIndexForward: false,
    Limit: rows,
  })

/** One after another in turns, so that a busy moment falls on all alike. */
async function timesOf(
  ways: Readonly<Record<string, () => Promise<void>>>,
  pages: number,
): Promise<(way: string) => number> {
  const times = new Map<string, number[]>()
  const warmUp = 5
  for (let turn = -warmUp; turn < pages; turn += 1) {
    for (const [name, ask] of Object.entries(ways)) {
      const begun = performance.now()
      await ask()
      if (turn >= 0) times.set(name, [...(times.get(name) ?? []), performance.now() - begun])
    }
  }
  return (way) => median(times.get(way) ?? [])
}

await doJob(async (job: PageJob): Promise<PageCost> => {
  const client = createClient({ endpoint: job.endpoint, region: 'local', credentials })
  const store = createStore({ client, table: job.table, now })
  await seed(job, store)
  const request = await requesterOf(store)
  const ways = { ...rawOf(job), filtered: () => request(paths.filtered), open: () => request(paths.open) }
  const took = await timesOf(ways, job.pages)
  const { units } = await store.pages.page({ state: 'open' }, limit)
  return { raw: took('raw'), rawAll: took('rawAll'), filtered: took('filtered'), open: took('open'), units }
})
