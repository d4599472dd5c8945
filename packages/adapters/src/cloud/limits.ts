/** Largest answer of a cloud's API that is read, in bytes: a subscription of 5,000 clusters is about 40 MB. */
export const answerLimitBytes = 64 * 2 ** 20

/** How often a passing failure is tried again. */
export const retriesAllowed = 2

/** Longest `Retry-After` that is waited for, in seconds; a longer one ends the read as throttled. */
export const longestRetryAfterSeconds = 10
