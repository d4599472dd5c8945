import type { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import type { FleetStore } from '@fleet-auditor/audit/ports/fleet-store.ts'
import type { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import type { Retention } from '@fleet-auditor/model/retention.ts'
import { readCommitted } from './commit/committed.ts'
import { toHead } from './commit/heads.ts'
import { recordAudit } from './commit/record-audit.ts'
import { sweep } from './commit/sweep.ts'
import { createFleetTable, type Guarded, type FleetTable } from './fleet-table.ts'
import { createJudgedBy } from './judged-by.ts'
import { createFindingPages } from './pages/finding-pages.ts'
import { createStoreRows } from './rows/copied-rows.ts'
import { createDecisionStore } from './rows/decision-rows.ts'
import { queryFindings } from './rows/finding-rows.ts'
import { createLatencyStore } from './rows/latency-rows.ts'
import { createOutbox } from './rows/outbox-rows.ts'
import { readRecords, readSnapshot } from './rows/record-rows.ts'
import { readChanges, recordsOfRun } from './rows/records-of-run.ts'
import { claimUid, readRegistry, register } from './rows/registry-rows.ts'
import { createRunLedger } from './rows/run-ledger.ts'
import { closeRun, listRuns, openRun, readRun, readRunSummary } from './rows/run-rows.ts'
import { createTokenStore } from './rows/token-rows.ts'
import { createClient, type ClientOptions, type Patience } from './table/client.ts'
import { createFormatCheck, type FormatCheck } from './table/format.ts'
import { storeFailure } from './table/store-failure.ts'

export interface StoreOptions {
  readonly client: DynamoDBClient
  readonly table: string
  /** ISO 8601. */
  readonly now: () => string
  /** Rows to look at when a run closes, where the database has no TTL; without it nothing is swept. */
  readonly sweepRows?: number
  /** Explains an error better than the SDK, where the caller can. */
  readonly explain?: (error: unknown) => AuditorError | undefined
  /** Shared by the stores that one process opens over one table; a check of its own without it. */
  readonly format?: FormatCheck
  readonly patience?: Patience
  /** Absent: as where the fleet file names none. */
  readonly retention?: Retention
}

/** The store of a deployment: the table of this name, with the credentials and the region of the process. */
export async function openTableStore(
  options: Pick<StoreOptions, 'table' | 'now' | 'retention'> & ClientOptions,
): Promise<FleetStore> {
  const { table, now, retention, ...place } = options
  const client = createClient(place)
  const key = `${table} ${place.region} ${place.endpoint}`
  const format = formatChecks.get(key) ?? tableFormatCheck({ client, table })
  formatChecks.set(key, format)
  return createStore({ client, table, now, format, retention, patience: place.patience })
}

/** By table: a function opens a store for every invocation, and its process checks the format once. */
const formatChecks = new Map<string, FormatCheck>()

const tableFormatCheck = (options: Pick<StoreOptions, 'client' | 'table'>): FormatCheck =>
  createFormatCheck(async () => ({
    place: await placeOf(options),
    wayOut: 'deploy a new table (another stage has its own), or name another one with --table',
  }))

/** The fleet's memory in one DynamoDB table, AWS' own or any endpoint that speaks its protocol. */
export function createStore(options: StoreOptions): FleetStore {
  const table = createFleetTable(options.client, options.table, options.now, options)
  const underWay = new Set<Promise<unknown>>()
  const guarded = guardVerbs(table, options, underWay)
  const { reading, writing } = guarded
  return {
    openRun: writing(openRun),
    closeRun: writing(async (_, run) => {
      await closeRun(table, run)
      if (options.sweepRows !== undefined) await sweep(table, { rows: options.sweepRows })
    }),
    listRuns: reading(listRuns),
    readRun: reading(readRun),
    readRunSummary: reading(readRunSummary),
    ...createJudgedBy(reading(readRunSummary)),
    readState: reading(async (_, target) => {
      const committed = await readCommitted(table, target)
      if (!committed) return { head: undefined, findings: [] }
      const { findings, transitions } = committed.state
      return { head: toHead(committed.head), findings, transitions }
    }),
    recordAudit: writing(recordAudit),
    readRecords: reading(recordsOfRun),
    readHistory: reading((_, target, limit) => readRecords(table, target, { limit })),
    readSnapshot: reading(readSnapshot),
    readRegistry: reading(readRegistry),
    register: writing(register),
    claimUid: writing(claimUid),
    queryFindings: reading(queryFindings),
    changesOf: reading(readChanges),
    ledger: createRunLedger(guarded),
    pages: createFindingPages(guarded),
    tokens: createTokenStore(guarded),
    decisions: createDecisionStore(guarded),
    outbox: createOutbox(guarded),
    latency: createLatencyStore(guarded),
    rows: createStoreRows(guarded),
    close: async () => {
      await Promise.allSettled(underWay)
      options.client.destroy()
    },
  }
}

function guardVerbs(table: FleetTable, options: StoreOptions, underWay: Set<Promise<unknown>>): Guarded {
  const format = options.format ?? tableFormatCheck(options)
  const guard =
    (check: FormatCheck['beforeRead']): Guarded['reading'] =>
    (verb) =>
    async (...args) => {
      const work = check(table).then(() => verb(table, ...args))
      underWay.add(work)
      try {
        return await work
      } catch (error) {
        throw options.explain?.(error) ?? storeFailure(error, await placeOf(options))
      } finally {
        underWay.delete(work)
      }
    }
  return { reading: guard(format.beforeRead), writing: guard(format.beforeWrite) }
}

async function placeOf({ client, table }: Pick<StoreOptions, 'client' | 'table'>): Promise<string> {
  const endpoint = await client.config.endpoint?.()
  if (!endpoint) return `table ${table}, region ${await regionOf(client)}`
  const port = endpoint.port === undefined ? '' : `:${endpoint.port}`
  return `table ${table}, ${endpoint.protocol}//${endpoint.hostname}${port}`
}

/** Finding no region may be the very failure that is being explained. */
const regionOf = (client: DynamoDBClient): Promise<string> => client.config.region().catch(() => 'unknown')
