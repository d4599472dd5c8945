/** Clocks of two machines may differ by this much; also what a collection takes. */
const skewMs = 5 * 60_000

/**
 * Where a snapshot stands among others: its own time (an API server's `Date`), but never outside the collection that
 * took it, from `begun` to `ended` by our own clock. A cluster whose clock is a day ahead would else be superseded on
 * every night after somebody set it right, and one that is behind would lose against last night. All ISO 8601.
 */
export function orderingTime(takenAt: string, begun: string, ended: string): string {
  const at = Date.parse(takenAt)
  if (at > Date.parse(ended) + skewMs) return ended
  return at < Date.parse(begun) - skewMs ? begun : takenAt
}
