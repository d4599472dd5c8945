/** Largest answer of a cloud's API that is read, in bytes: a subscription of 5,000 clusters is about 40 MB. */
export const answerLimitBytes = 64 * 2 ** 20

/** Pages of one listing: of an organization 20,000 accounts, of a region 100,000 clusters. */
export const mostPages = 1000

/** A `Retry-After` of so many seconds or more ends the read as throttled. */
export const longestRetryAfterSeconds = 10

/** Of a cloud's answer: a listing of 5,000 AKS clusters is 12 levels deep and holds some 2.5 million values. */
export const answerShape = { depth: 100, values: 4_000_000 } as const
