/** How much longer a state waits than its function runs: what Lambda takes to start it and to answer. */
export const stateMarginSeconds = 30

/** Of the whole machine: the longest path of a fleet of 10,000 clusters fits (test/infra/limits.test.ts). */
export const machineSeconds = 12 * 3600
