/** Reads under way together: they hide each other's round trips, and leave the client sockets for other work. */
export const atOnce = 16

/** What `verb` makes of every item, in the order of the items. */
export async function someAtOnce<T, R>(items: readonly T[], verb: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = []
  for (let at = 0; at < items.length; at += atOnce) {
    results.push(...(await Promise.all(items.slice(at, at + atOnce).map(verb))))
  }
  return results
}
