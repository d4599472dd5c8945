/**
 * One string for one value: keys sorted, `undefined` members left out, as JSON. Equal values give equal strings, so
 * that identities and content hashes do not depend on the order in which an answer arrived.
 */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, member: unknown) =>
    member !== null && typeof member === 'object' && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)))
      : member,
  )
}
