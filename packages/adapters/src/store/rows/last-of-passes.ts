import type { ResultSummary } from '@fleet-auditor/model/result-summary.ts'
import { targetPartition } from '@fleet-auditor/model/target.ts'

interface Pass {
  readonly shard: number
  readonly reports: readonly ResultSummary[]
}

/** Reports by shard, in their order; of a target in several passes, which are given in theirs, the last. */
export function lastOfPasses(passes: readonly Pass[]): Map<number, ResultSummary[]> {
  const byShard = [...Map.groupBy(passes, ({ shard }) => shard)].toSorted(([a], [b]) => a - b)
  return new Map(
    byShard.map(([shard, own]) => {
      const reports = own.flatMap((pass) => pass.reports)
      return [shard, [...new Map(reports.map((report) => [targetPartition(report.target), report])).values()]]
    }),
  )
}
