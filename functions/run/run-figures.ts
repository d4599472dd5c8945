import type { RunSummary } from '@fleet-auditor/model/run.ts'

/** The metrics of a run that ended. */
export function runFigures({ state, counts }: Pick<RunSummary, 'state' | 'counts'>) {
  const clusters = counts && { ClustersAudited: counts.audited, ClustersFailed: counts.clusters - counts.audited }
  return { RunIncomplete: state === 'complete' ? 0 : 1, ...clusters }
}
