/** Largest answer of a cloud's API that is read, in bytes: a subscription of 5,000 clusters is about 40 MB. */
export const answerLimitBytes = 64 * 2 ** 20

/** Pages of one listing: of an organization 20,000 accounts, of a region 100,000 clusters. */
export const mostPages = 1000

/** A `Retry-After` of so many seconds or more ends the read as throttled. */
export const longestRetryAfterSeconds = 10
