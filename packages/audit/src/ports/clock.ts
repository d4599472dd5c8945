/** Time comes from outside, as ISO 8601 in UTC. */
export interface Clock {
  now(): string
}

/** Chance comes from outside: that many unpredictable bytes. */
export type RandomBytes = (count: number) => Uint8Array
