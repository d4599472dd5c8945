/** The middle value; of an even number the upper middle one. `NaN` of none, which meets no target. */
export const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
