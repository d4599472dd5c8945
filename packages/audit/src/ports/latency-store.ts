import type { LatencyDay } from '@fleet-auditor/model/latency-day.ts'

export { LatencyDay } from '@fleet-auditor/model/latency-day.ts'

export interface LatencyStore {
  /** One row for each pair and day; a later run of the day replaces it. */
  put(days: readonly LatencyDay[]): Promise<void>
  /** Since a day, oldest first; without a pair, of all pairs. */
  read(query: { readonly from?: string; readonly to?: string; readonly since: string }): Promise<LatencyDay[]>
}
