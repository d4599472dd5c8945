import process from 'node:process'
import { openTableStore } from '@fleet-auditor/adapters/store/table-store.ts'
import pLimit from 'p-limit'
import { invokeHere } from '../../night/interpreter/invoke-here.ts'
import { type Invoke, runMachine } from '../../night/interpreter/machine.ts'
import { doJob } from '../child.ts'
import { type Database, now } from '../database.ts'

/** Its environment is that of the functions. */
export type InterpreterJob = Database

export interface InterpretedRun {
  readonly seconds: number
  /** Of interpreter and functions, which share this process. */
  readonly peakMb: number
  readonly state: string
  /** Rows of clusters in the run's ledger, and those of them that were audited. */
  readonly rows: number
  readonly audited: number
  /** Asked of the API servers. */
  readonly clusterRequests: number
}

const run = '20261121T020000Z-9c56cc51'

/** One machine is no Lambda: shards take turns, or all would wait for each other until their deadlines. */
function inTurns(): Invoke {
  const limit = pLimit(1)
  return (name, event) => (name === 'audit-eks' ? limit(() => invokeHere(name, event)) : invokeHere(name, event))
}

await doJob(async ({ table }: InterpreterJob): Promise<InterpretedRun> => {
  const begun = performance.now()
  await runMachine({ run }, inTurns())
  const seconds = (performance.now() - begun) / 1000
  const peakMb = process.resourceUsage().maxRSS / 1024
  const store = await openTableStore({ table, now })
  const [ended, records] = await Promise.all([store.readRun(run), store.readRecords(run)])
  const rows = ended?.ledger.filter(({ kind }) => kind === 'cluster') ?? []
  let clusterRequests = 0
  for (const { counters } of records) clusterRequests += counters ? counters.reads + counters.reviews : 0
  const audited = rows.filter(({ outcome }) => outcome === 'audited').length
  return { seconds, peakMb, state: ended?.state ?? 'none', rows: rows.length, audited, clusterRequests }
})
