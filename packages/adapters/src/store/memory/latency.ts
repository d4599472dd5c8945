import type { LatencyStore } from '@fleet-auditor/audit/ports/latency-store.ts'
import type { LatencyDay } from '@fleet-auditor/model/latency-day.ts'
import { expiryAfter, retentionDays } from '../table/expiry.ts'
import type { Cloned } from './cloned.ts'
import type { Memory } from './records.ts'
import { keyOf, valuesOf } from './shelf.ts'

export const createMemoryLatency = (cloned: Cloned): LatencyStore => ({ put: cloned(put), read: cloned(read) })

function put({ records, now }: Memory, days: readonly LatencyDay[]): void {
  const expiresAt = expiryAfter(now(), retentionDays.latency)
  for (const day of days) records.latency.set(keyOf(day.from, day.to, day.day), { value: day, expiresAt })
}

function read({ records, now }: Memory, { from, to, since }: Parameters<LatencyStore['read']>[0]): LatencyDay[] {
  const first = since.slice(0, 'yyyy-mm-dd'.length)
  return valuesOf(records.latency, now())
    .filter((each) => (from ?? each.from) === each.from && (to ?? each.to) === each.to && each.day >= first)
    .toSorted((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0))
}
