import type { Change } from '@fleet-auditor/model/finding.ts'
import { flapping, flipsOf } from '@fleet-auditor/model/flapping.ts'
import type { Target } from '@fleet-auditor/model/target.ts'
import type { Store } from '../ports/store.ts'
import { changesIn, type RunOfTarget } from './changes-after.ts'

/** How often a finding opened or was resolved in the last runs given (oldest first); undefined where it does not flap. */
export function flipsWithin(runs: readonly Pick<RunOfTarget, 'changes'>[], fingerprint: string): number | undefined {
  const changed = runs.slice(-flapping.runs).flatMap(({ changes }) => changes)
  return flipsOf(changed.filter(({ finding }) => finding.fingerprint === fingerprint).map(({ kind }) => kind))
}

/**
 * Which of some findings of a target flap, with how many changes. Reads the target's last records and what their runs
 * changed: ask only for findings that changed often.
 */
export async function flappingOf(
  target: Target,
  fingerprints: readonly string[],
  store: Pick<Store, 'readHistory' | 'changesOf'>,
): Promise<ReadonlyMap<string, number>> {
  if (fingerprints.length === 0) return new Map()
  // a doubled worker, or one that came late, leaves more than one record of a run
  const records = (await store.readHistory(target, 2 * flapping.runs)).filter(({ row }) => row.outcome !== 'superseded')
  const lastRuns = new Set([...new Set(records.map(({ run }) => run))].slice(0, flapping.runs))
  const runs = (
    await changesIn(
      records.filter(({ run }) => lastRuns.has(run)),
      store,
    )
  ).toReversed()
  return new Map(
    fingerprints.flatMap((fingerprint) => {
      const count = flipsWithin(runs, fingerprint)
      return count === undefined ? [] : [[fingerprint, count] as const]
    }),
  )
}

/**
 * The changes of a run with how often their findings flapped. Nothing is read where none came back or was resolved, and
 * one row where none of these changed often.
 */
export async function withFlaps(
  changes: readonly Change[],
  target: Target,
  store: Pick<Store, 'readHistory' | 'readState' | 'changesOf'>,
): Promise<Change[]> {
  const turned = changes.filter(({ kind }) => kind === 'reopened' || kind === 'resolved')
  if (turned.length === 0) return [...changes]
  const { transitions = {} } = await store.readState(target)
  const often = turned.filter(({ finding }) => flipsOf(transitions[finding.fingerprint] ?? []) !== undefined)
  const counts = await flappingOf(
    target,
    often.map(({ finding }) => finding.fingerprint),
    store,
  )
  return changes.map((change) => {
    const flaps = counts.get(change.finding.fingerprint)
    return flaps === undefined ? change : { ...change, flaps }
  })
}
