import type { Coverage, LedgerRow } from './run.ts'

type Outcome = LedgerRow['outcome']

/**
 * Nothing of these is left to read. `superseded` is not among them: what is stored is of another run, whose clock may
 * have been wrong; `contested` neither: which of two clusters was read is not certain.
 */
const settled: readonly Outcome[] = ['audited', 'alias', 'gone', 'not-running']

/** The cluster answered, and its workloads were listed. */
const read: readonly Outcome[] = ['audited', 'superseded', 'contested']
export const isRead = (outcome: Outcome): boolean => read.includes(outcome)

const listedKinds: readonly LedgerRow['kind'][] = ['scope', 'source', 'step']

/** A scope or source that was not listed to its end, or a step that failed. */
export const isOutage = ({ kind, outcome }: LedgerRow): boolean => listedKinds.includes(kind) && outcome !== 'listed'

/** A cluster that was to be read and was not. */
export const isUnread = ({ kind, outcome }: LedgerRow): boolean => kind === 'cluster' && !settled.includes(outcome)

/**
 * Whether a run is complete: every scope was listed to its end, and every cluster and plane was read, or is not
 * running, or is an unreachable cluster whose unreachability is waived (`waived`: ids of such rows). A run without any row
 * looked at nothing.
 */
export const isComplete = (ledger: readonly LedgerRow[], waived: ReadonlySet<string>): boolean =>
  ledger.length > 0 &&
  ledger.every((row) => {
    const { id, kind, outcome } = row
    if (listedKinds.includes(kind)) return !isOutage(row)
    return settled.includes(outcome) || (outcome === 'unreachable' && waived.has(id))
  })

/** `known`: keys of the clusters that were known before; `clusters`: how those of the run ended. */
export function coverageOf(
  clusters: readonly { readonly key: string; readonly outcome: Outcome }[],
  known: readonly string[],
): Coverage {
  const keys = new Set(known)
  let count = 0
  for (const { key, outcome } of clusters) {
    if (outcome === 'gone' || outcome === 'alias') keys.delete(key)
    else keys.add(key)
    if (isRead(outcome)) count++
  }
  return { read: count, known: keys.size }
}
