/** How much is measured. Smoke proves that every part runs and that the counts hold. */
export interface Effort {
  readonly cpu: { readonly warmUp: number; readonly clusters: number; readonly passes: number }
  readonly fleet: { readonly clusters: number; readonly typedClusters: number; readonly ports: number }
  readonly trips: { readonly rttsMs: readonly number[]; readonly warmUp: number; readonly audits: number }
  readonly large: { readonly nodes: number; readonly passes: number }
  readonly quietRun: { readonly warmUp: number; readonly clusters: number }
  readonly start: { readonly runs: number }
  /** Audits beside requests, and as many alone. */
  readonly serve: { readonly clusters: number; readonly audits: number }
  /** Fresh processes for each function. */
  readonly functions: { readonly warmUp: number; readonly turns: number }
  readonly page: { readonly clusters: readonly number[]; readonly pages: number }
  readonly digest: { readonly clusters: number; readonly changed: number; readonly passes: number }
  readonly interpreter: { readonly clusters: number }
  readonly shards: { readonly few: number; readonly many: number }
}

export const full: Effort = {
  cpu: { warmUp: 100, clusters: 300, passes: 3 },
  fleet: { clusters: 1000, typedClusters: 300, ports: 256 },
  trips: { rttsMs: [50, 200], warmUp: 5, audits: 9 },
  large: { nodes: 5000, passes: 3 },
  quietRun: { warmUp: 50, clusters: 200 },
  start: { runs: 7 },
  serve: { clusters: 128, audits: 7 },
  functions: { warmUp: 1, turns: 15 },
  page: { clusters: [300, 1000, 10_000], pages: 60 },
  digest: { clusters: 10_000, changed: 500, passes: 3 },
  interpreter: { clusters: 1000 },
  shards: { few: 1000, many: 10_000 },
}

export const smoke: Effort = {
  cpu: { warmUp: 5, clusters: 10, passes: 1 },
  fleet: { clusters: 64, typedClusters: 16, ports: 64 },
  trips: { rttsMs: [50], warmUp: 1, audits: 2 },
  large: { nodes: 1000, passes: 1 },
  quietRun: { warmUp: 2, clusters: 10 },
  start: { runs: 2 },
  serve: { clusters: 8, audits: 1 },
  functions: { warmUp: 0, turns: 1 },
  page: { clusters: [150, 200], pages: 3 },
  digest: { clusters: 1000, changed: 50, passes: 1 },
  interpreter: { clusters: 50 },
  shards: { few: 100, many: 250 },
}
