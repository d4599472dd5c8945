const latency = 'medium high-latency'

/** Failing checks without a latency that the story tells nothing of: a busy machine measures one anywhere. */
export const asTold = (failing: readonly string[], expected: readonly string[]): string[] =>
  failing.filter((check) => check !== latency || expected.includes(latency))
