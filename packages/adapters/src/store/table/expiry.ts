const daySeconds = 24 * 3600

/** Epoch seconds, the unit of DynamoDB's TTL. */
export const epochSeconds = (time: string): number => Math.floor(Date.parse(time) / 1000)

export const expiryAfter = (time: string, days: number): number => epochSeconds(time) + days * daySeconds

/** DynamoDB deletes hours after the time, the embedded store at its next sweep: until then readers must not see the row. */
export const isExpired = (row: { readonly [attribute: string]: unknown }, now: string): boolean =>
  typeof row['expiresAt'] === 'number' && row['expiresAt'] <= epochSeconds(now)
