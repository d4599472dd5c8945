/** How sources of an SDK are recognized. */
export const sdk = {
  eks: /@aws-sdk\/client-eks/,
  gke: /google-auth-library|@google-cloud/,
  aks: /@azure/,
  kubernetes: /@kubernetes\/client-node/,
  slack: /@slack/,
  hono: /node_modules\/hono/,
}
export type Sdk = keyof typeof sdk

/** Megabytes unpacked at most, and the SDKs that are in it; no other is. */
export const packages: readonly (readonly [name: string, megabytes: number, sdks: readonly Sdk[]])[] = [
  ['Tick', 2, []],
  ['StartRun', 2, []],
  ['PlanScopes', 2, []],
  ['PlanShards', 2, []],
  ['AuditEks', 3, ['eks']],
  ['AuditGke', 5, ['gke']],
  ['AuditAks', 4, ['aks']],
  ['AuditPlanes', 3, []],
  ['RecordFailure', 2, []],
  ['ConcludeRun', 2, []],
  ['Notify', 2, ['slack']],
  ['Watchdog', 2, ['slack']],
  ['ProbeEuWest1', 1, []],
  ['ApiFunction', 2, ['hono']],
]
