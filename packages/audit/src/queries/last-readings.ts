import { isRead } from '@fleet-auditor/model/completeness.ts'
import type { LedgerRow } from '@fleet-auditor/model/run.ts'
import type { StoredVerdict } from '@fleet-auditor/model/verdict.ts'
import { mapConcurrent } from '../map-concurrent.ts'
import type { Clock } from '../ports/clock.ts'
import type { AuditRecord, RegisteredCluster, Store } from '../ports/store.ts'
import { currentAnswers } from './current-answers.ts'
import { lastFleetRunOf, runsUntil } from './last-complete.ts'

/** How the last look at one cluster ended. */
export interface LastReading {
  readonly registered: RegisteredCluster
  /** Undefined: no run recorded anything of it. */
  readonly row: LedgerRow | undefined
  /** Set where it was not read: what is stored of it is as of then; absent too where it never was read. */
  readonly staleSince?: string
  readonly verdicts: readonly StoredVerdict[]
}

interface Reading {
  readonly store: Pick<Store, 'readHistory' | 'readState' | 'readRun' | 'readRunSummary' | 'listRuns'>
  readonly clock: Clock
}

/** Records looked back at: those of runs of some checks, and what such a run left out. */
const lookBack = 5
/** Reads of the store at once. */
const width = 32

/** Of every cluster given: a list of findings is about those only that were read. */
export async function lastReadings(clusters: readonly RegisteredCluster[], ports: Reading): Promise<LastReading[]> {
  const run = lastFleetRunOf(await runsUntil((runs) => lastFleetRunOf(runs) !== undefined, ports))
  const ledger = run && (await ports.store.readRun(run.id))?.ledger
  const inLastRun = new Map(ledger?.map((row) => [row.id, row]))
  const answersIn = currentAnswers(ports.store)
  return mapConcurrent(clusters, width, async (registered) => {
    const records = await ports.store.readHistory({ kind: 'cluster', key: registered.key }, lookBack)
    const verdicts = (await answersIn(records)).map(({ verdict }) => verdict)
    const last = records.find(({ row }) => row.outcome !== 'superseded')
    // A worker that died, or a run that was cancelled, records nothing of a cluster but its row.
    const unrecorded = last === undefined || (run !== undefined && last.takenAt < run.startedAt)
    const row = (unrecorded ? inLastRun.get(registered.cluster.id) : undefined) ?? last?.row
    return { registered, row, verdicts, staleSince: await staleSinceOf({ registered, row, last }, ports) }
  })
}

async function staleSinceOf(
  { registered, row, last }: Pick<LastReading, 'registered' | 'row'> & { readonly last: AuditRecord | undefined },
  { store }: Reading,
): Promise<string | undefined> {
  if (row === undefined || isRead(row.outcome)) return undefined
  if (last && isRead(last.row.outcome)) return last.takenAt
  return (await store.readState({ kind: 'cluster', key: registered.key })).head?.staleSince
}
export const wasRead = ({ row }: LastReading): boolean => row !== undefined && isRead(row.outcome)
