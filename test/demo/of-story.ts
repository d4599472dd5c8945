const latency = 'medium high-latency'

/** What every install of an operator shows for information, which the operator alone could change. */
const ofEveryInstall = ['info disabled-tracing', 'info undersized-memory', 'info unhardened-workload']

/** The failures that a cluster's story is about: a loopback that is slow by chance is not, unless it is expected. */
export const ofStory = (failing: readonly string[], expected: readonly string[]): string[] =>
  failing.filter((check) => expected.includes(check) || (check !== latency && !ofEveryInstall.includes(check)))
