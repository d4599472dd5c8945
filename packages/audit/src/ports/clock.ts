/** Time comes from outside, as ISO 8601 in UTC. */
export interface Clock {
  now(): string
}
