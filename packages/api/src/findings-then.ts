import { asOf, notStoredAt } from '@fleet-auditor/audit/history/findings-as-of.ts'
import { mapConcurrent } from '@fleet-auditor/audit/map-concurrent.ts'
import type { StoredFinding } from '@fleet-auditor/audit/ports/store.ts'
import { momentOf } from '@fleet-auditor/model/moment.ts'
import type { RouteDeps } from './api-deps.ts'
import type { FindingQuery } from './finding-query.ts'

/** Findings brought back at once. */
const width = 16

/** What is wrong with asking for a time in the past; undefined where nothing is, or none is asked for. */
export function asOfProblem(
  { asOf: word, state, changedSince, groupBy, text }: FindingQuery,
  { fleet, clock }: Pick<RouteDeps, 'fleet' | 'clock'>,
): { readonly path: string; readonly message: string } | undefined {
  if (word === undefined) return undefined
  const path = 'query.asOf'
  if (state === 'resolved' || [changedSince, groupBy, text].some((other) => other !== undefined)) {
    return { path, message: 'expected neither state=resolved, changedSince, groupBy nor text beside it' }
  }
  const at = momentOf(word, clock.now())
  if (at === undefined) return { path, message: 'expected a time of the years 0000 to 9999' }
  const refusal = notStoredAt(at, fleet.retention, clock)
  return refusal && { path, message: `${refusal.message}: ${refusal.remedy}` }
}

/** A page of stored findings as they are; with `asOf` those that were open then, as they stood. */
export async function openThen(
  stored: readonly StoredFinding[],
  { asOf: word, severity }: FindingQuery,
  { store, clock }: Pick<RouteDeps, 'store' | 'clock'>,
): Promise<readonly StoredFinding[]> {
  const at = word === undefined ? undefined : momentOf(word, clock.now())
  if (at === undefined) return stored
  const then = await mapConcurrent(stored, width, asOf(at, store))
  const open = then.filter((finding) => finding !== undefined)
  return open.filter((finding) => severity === undefined || severity.includes(finding.severity))
}
