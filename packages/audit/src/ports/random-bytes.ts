/** Chance comes from outside: that many unpredictable bytes. */
export type RandomBytes = (count: number) => Uint8Array
