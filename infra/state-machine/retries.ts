/**
 * Lambda had no room, or failed by itself: nothing has run. Patient, for in an account with the smallest limit (10
 * functions at once) 30 of 40 items wait their turn like this.
 */
const busy = {
  ErrorEquals: [
    'Lambda.TooManyRequestsException',
    'Lambda.ServiceException',
    'Lambda.AWSLambdaException',
    'Lambda.SdkClientException',
  ],
  IntervalSeconds: 5,
  BackoffRate: 3,
  MaxDelaySeconds: 300,
  MaxAttempts: 6,
  JitterStrategy: 'FULL',
} as const

/** Of a step: a store that was away for a moment. */
export const stepRetries = [
  busy,
  {
    ErrorEquals: ['States.ALL'],
    IntervalSeconds: 2,
    BackoffRate: 2,
    MaxDelaySeconds: 20,
    MaxAttempts: 3,
    JitterStrategy: 'FULL',
  },
] as const

/**
 * Of a shard: the first retry goes through it one cluster at a time, and every further one passes over the cluster
 * that the last died on. Five are four clusters that kill their worker.
 */
export const shardRetries = [
  busy,
  {
    ErrorEquals: ['States.ALL'],
    IntervalSeconds: 1,
    BackoffRate: 2,
    MaxDelaySeconds: 8,
    MaxAttempts: 5,
    JitterStrategy: 'FULL',
  },
] as const

/** Of the row that records a failure: one retrier for all, for at worst every item fails. */
export const recordRetries = [
  {
    ErrorEquals: ['States.ALL'],
    IntervalSeconds: 2,
    BackoffRate: 3,
    MaxDelaySeconds: 60,
    MaxAttempts: 4,
    JitterStrategy: 'FULL',
  },
] as const
