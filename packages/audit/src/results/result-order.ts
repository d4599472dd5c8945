import type { TargetResult } from './target-result.ts'

/** Clocks of two machines may differ by this much, in milliseconds; also what a collection takes. */
const skewMs = 5 * 60_000

/** A time that has not come yet, both ISO 8601. */
export const isAhead = (time: string, now: string): boolean => Date.parse(time) > Date.parse(now) + skewMs

/**
 * Where a snapshot stands among others: its own time (an API server's `Date`), but never outside the collection that
 * took it, from `begun` to `ended` by our own clock. A cluster whose clock is a day ahead would else be superseded on
 * every run after somebody set it right, and one that is behind would lose against the last run. All ISO 8601.
 */
export function orderingTime(takenAt: string, begun: string, ended: string): string {
  const at = Date.parse(takenAt)
  if (at > Date.parse(ended) + skewMs) return ended
  return at < Date.parse(begun) - skewMs ? begun : takenAt
}

/**
 * Where a result stands among those of its target, ISO 8601. What is stored of the future was taken by a clock that was
 * ahead: it stands behind the first result whose clocks agree. Where they do not, ours may be the one that is behind.
 */
export function orderOf(
  { takenAt, before, clocksDiffer = false }: Pick<TargetResult, 'takenAt' | 'before' | 'clocksDiffer'>,
  now: string,
): string {
  if (before === undefined || clocksDiffer || !isAhead(before.order, now)) return takenAt
  return new Date(Date.parse(before.order) + 1).toISOString()
}
