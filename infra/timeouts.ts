/**
 * Seconds after which each function is ended, by its handler's file. Inside them the verbs keep an earlier deadline of
 * their own, to store what they have; around them stands the state, and around all states the machine.
 */
export const functionSeconds = {
  // One call to Step Functions.
  tick: 30,
  // A few rows.
  'start-run': 60,
  // Reads at most 3 rows of sources and writes a row for every 50 scopes.
  'plan-scopes': 180,
  // Reads the discovered scopes of the fleet and writes a row for every 50 clusters.
  'plan-shards': 300,
  // The longest a function may run: 50 clusters that hang until their deadline still end inside it.
  'audit-eks': 900,
  'audit-gke': 900,
  'audit-aks': 900,
  'audit-planes': 900,
  // One row.
  'record-failure': 30,
  // Reads one row a cluster, judges the fleet and closes the run.
  'conclude-run': 900,
  // A message and its thread, with Slack's Retry-After honoured in between.
  notify: 300,
  // Concludes and tells overdue runs, and ends before it is called again.
  watchdog: 840,
  // 20 targets of 10 seconds, a few at once.
  probe: 60,
  // API Gateway gives up after 30.
  api: 29,
  // One request and one message.
  'dead-man': 60,
} as const

export type Handler = keyof typeof functionSeconds

/** How much longer a state waits than its function runs: what Lambda takes to start it and to hand back. */
export const stateMarginSeconds = 30

/** Of the whole machine: the longest path of a fleet of 10,000 clusters fits (test/infra/limits.test.ts). */
export const machineSeconds = 12 * 3600
