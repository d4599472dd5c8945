import type { Outbox } from '@fleet-auditor/audit/ports/outbox.ts'
import type { OutboxMessage } from '@fleet-auditor/model/outbox-message.ts'
import { expiryAfter, retentionDays } from '../table/expiry.ts'
import { instant } from '../table/keys.ts'
import type { Cloned } from './cloned.ts'
import type { Memory } from './records.ts'
import { entryOf, valueOf, valuesOf } from './shelf.ts'

type Taking = Awaited<ReturnType<Outbox['take']>>
type Untaken = Omit<OutboxMessage, 'state' | 'leasedUntil'>
type End = Parameters<Outbox['settle']>[1]

export const createMemoryOutbox = (cloned: Cloned): Outbox => ({
  take: cloned(take),
  settle: cloned(settle),
  ofRun: cloned(({ records, now }, run) => valuesOf(records.outbox, now()).filter((message) => message.run === run)),
})

function take({ records, now }: Memory, message: Parameters<Outbox['take']>[0], leaseMs: number): Taking {
  const stored = valueOf(records.outbox, message.key, now())
  if (stored?.state === 'sent') return { outcome: 'done', message: stored }
  if (stored && stored.leasedUntil > instant(now())) return { outcome: 'busy', message: stored }
  const untaken: Untaken = stored ?? { ...message, attempts: 0, firstTakenAt: instant(now()) }
  const { failure: _, ...known } = untaken
  const leasedUntil = new Date(Date.parse(now()) + leaseMs).toISOString()
  const next: OutboxMessage = { ...known, state: 'pending', attempts: known.attempts + 1, leasedUntil }
  records.outbox.set(message.key, { value: next, expiresAt: expiryAfter(now(), retentionDays.run) })
  return { outcome: 'taken', again: stored !== undefined, message: next }
}

/** What is sent stays sent, and what another took stays that one's. */
function settle({ records, now }: Memory, key: string, end: End): void {
  const entry = entryOf(records.outbox, key, now())
  if (!entry) return
  const { state, receipt, contentHash, failure, attempts } = end
  const { failure: _, ...stored } = entry.value
  const isLate = stored.state === 'sent' || (attempts !== undefined && attempts !== stored.attempts)
  if (state !== 'sent' && isLate) return
  const value: OutboxMessage = {
    ...stored,
    state,
    leasedUntil: instant(now()),
    ...(failure === undefined ? {} : { failure }),
    receipt: receipt ?? stored.receipt,
    contentHash: contentHash ?? stored.contentHash,
  }
  records.outbox.set(key, { ...entry, value })
}
