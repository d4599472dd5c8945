import type { Outbox } from '@fleet-auditor/audit/ports/outbox.ts'
import type { OutboxMessage } from '@fleet-auditor/model/outbox-message.ts'
import { instant } from '../table/keys.ts'

export type Message = Parameters<Outbox['take']>[0]
export type Taking = Awaited<ReturnType<Outbox['take']>>
export type End = Parameters<Outbox['settle']>[1]

/** What taking a message comes to, by what is stored of it. `taken`: `message` is to be stored in its place. */
export function taking(message: Message, stored: OutboxMessage | undefined, leaseMs: number, now: string): Taking {
  if (stored?.state === 'sent') return { outcome: 'done', message: stored }
  if (stored && stored.leasedUntil > instant(now)) return { outcome: 'busy', message: stored }
  const leasedUntil = new Date(Date.parse(now) + leaseMs).toISOString()
  const { failure: _, ...known } = stored ?? { ...message, attempts: 0, firstTakenAt: instant(now), failure: undefined }
  const next: OutboxMessage = { ...known, state: 'pending', attempts: known.attempts + 1, leasedUntil }
  return { outcome: 'taken', again: stored !== undefined, message: next }
}

/** The message after its end; undefined where the end comes late: what is sent stays sent, what another took is its. */
export function settled(stored: OutboxMessage, end: End, now: string): OutboxMessage | undefined {
  const { state, receipt, contentHash, failure, attempts } = end
  const isLate = stored.state === 'sent' || (attempts !== undefined && attempts !== stored.attempts)
  if (state !== 'sent' && isLate) return undefined
  const { failure: _, ...known } = stored
  return {
    ...known,
    state,
    leasedUntil: instant(now),
    ...(failure === undefined ? {} : { failure }),
    receipt: receipt ?? stored.receipt,
    contentHash: contentHash ?? stored.contentHash,
  }
}
