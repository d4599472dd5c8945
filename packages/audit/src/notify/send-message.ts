import type { OutboxMessage } from '@fleet-auditor/model/outbox-message.ts'
import type { Clock } from '../ports/clock.ts'
import type { Delivery } from '../ports/messenger.ts'
import type { Outbox } from '../ports/outbox.ts'
import type { Sendable, SendEnd } from './sendables.ts'

/** Milliseconds, but for the deadline. */
export interface SendLimits {
  /** ISO 8601. */
  readonly deadline: string
  /** How long a message is this sender's. */
  readonly leaseMs: number
  /** No attempt begins with less of the lease left: it must end, and be recorded, before another takes over. */
  readonly guardMs: number
  /** Before the second attempt; doubled for each further one. */
  readonly pauseMs: number
}

/** So many pauses pass before an unconfirmed message is looked for: Slack may deliver after the caller gave up. */
const settling = 5

const noTime = 'no time was left for it'

export interface Sending {
  readonly outbox: Outbox
  readonly clock: Clock
  readonly limits: SendLimits
}

/**
 * Sends a message that its outbox row marks as to be sent. The row comes first, so that a sender that dies leaves a
 * trace; who takes it over looks whether it arrived. Waits for another sender, at most to the deadline.
 */
export async function sendMessage(message: Sendable, sending: Sending): Promise<SendEnd> {
  const { outbox, clock, limits } = sending
  const { key, run, part, destination } = message
  let detail = 'another sender is at work on it'
  for (;;) {
    const taking = await outbox.take({ key, run, part, destination }, limits.leaseMs)
    if (taking.outcome === 'done') return renew(message, taking.message, sending)
    let waitMs = Math.min(limits.pauseMs, remaining(taking.message.leasedUntil, clock))
    if (taking.outcome === 'taken' && remaining(limits.deadline, clock) <= 0) {
      await outbox.settle(key, { state: 'pending', failure: noTime, attempts: taking.message.attempts })
      return { outcome: 'undelivered', detail: noTime }
    }
    if (taking.outcome === 'taken') {
      const end = await deliver(message, taking.message, taking.again, sending)
      if (end.outcome !== 'later') return end
      detail = end.detail
      waitMs = end.waitMs
    }
    if (remaining(limits.deadline, clock) <= waitMs) return { outcome: 'undelivered', detail }
    await pause(waitMs)
  }
}

type Later = { readonly outcome: 'later'; readonly detail: string; readonly waitMs: number }

/** Attempts while the lease lasts. */
async function deliver(
  message: Sendable,
  row: OutboxMessage,
  again: boolean,
  sending: Sending,
): Promise<SendEnd | Later> {
  const { outbox, clock, limits } = sending
  let look = again && message.find !== undefined
  let waitMs = limits.pauseMs
  let detail = ''
  while (remaining(row.leasedUntil, clock) > limits.guardMs) {
    const found = look ? await message.find?.(row.firstTakenAt) : undefined
    if (found?.outcome === 'found') return adopt(message, found, sending)
    if (found && remaining(row.leasedUntil, clock) <= limits.guardMs) break
    const step = found === undefined || found.outcome === 'absent' ? await message.post() : found
    if (step.outcome === 'sent') return settled(message, step.receipt, sending)
    detail = step.detail
    if (step.outcome === 'refused') {
      await outbox.settle(row.key, { state: 'failed', failure: detail, attempts: row.attempts })
      return { outcome: 'refused', detail }
    }
    if (step.outcome === 'unsure') look = message.find !== undefined
    else if (found === undefined || found.outcome === 'absent') look = false
    if (step.outcome === 'unsure' && look) waitMs = Math.max(waitMs, settling * limits.pauseMs)
    waitMs = Math.max(waitMs, ('retryAfterMs' in step && step.retryAfterMs) || 0)
    if (remaining(row.leasedUntil, clock) - waitMs <= limits.guardMs) break
    // The next message waits for this one: it may not take more than there is for all.
    if (remaining(limits.deadline, clock) <= waitMs) break
    await pause(waitMs)
    waitMs *= 2
  }
  // The lease of an unsure attempt runs out by itself: by then the message is there or never comes.
  if (!look) await outbox.settle(row.key, { state: 'pending', failure: detail, attempts: row.attempts })
  return { outcome: 'later', detail, waitMs: look ? Math.max(0, remaining(row.leasedUntil, clock)) : waitMs }
}

/** It had arrived: recorded as sent, and updated to the text of now. */
async function adopt(
  message: Sendable,
  found: { readonly receipt: string; readonly contentHash: string },
  sending: Sending,
): Promise<SendEnd> {
  const { receipt, contentHash } = found
  await sending.outbox.settle(message.key, { state: 'sent', receipt, contentHash })
  return contentHash === message.contentHash ? { outcome: 'already', receipt } : update(message, receipt, sending)
}

async function settled(message: Sendable, receipt: string | undefined, { outbox }: Sending): Promise<SendEnd> {
  const known = receipt === undefined ? {} : { receipt }
  await outbox.settle(message.key, { state: 'sent', contentHash: message.contentHash, ...known })
  return { outcome: 'sent', ...known }
}

async function renew(message: Sendable, row: OutboxMessage, sending: Sending): Promise<SendEnd> {
  if (row.receipt === undefined) return { outcome: 'already' }
  if (row.contentHash === message.contentHash) return { outcome: 'already', receipt: row.receipt }
  return update(message, row.receipt, sending)
}

/** May be repeated at will: it ends in the same message. */
async function update(message: Sendable, receipt: string, sending: Sending): Promise<SendEnd> {
  const { outbox, clock, limits } = sending
  if (!message.update) return { outcome: 'already', receipt }
  for (let waitMs = limits.pauseMs; ; waitMs *= 2) {
    const step: Delivery = await message.update(receipt)
    if (step.outcome === 'sent') {
      await outbox.settle(message.key, { state: 'sent', receipt, contentHash: message.contentHash })
      return { outcome: 'updated', receipt }
    }
    if (step.outcome === 'refused') return { outcome: 'refused', detail: `not updated: ${step.detail}` }
    waitMs = Math.max(waitMs, ('retryAfterMs' in step && step.retryAfterMs) || 0)
    if (remaining(limits.deadline, clock) <= waitMs) {
      return { outcome: 'undelivered', detail: `not updated: ${step.detail}` }
    }
    await pause(waitMs)
  }
}

const remaining = (until: string, clock: Clock): number => Date.parse(until) - Date.parse(clock.now())

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, Math.max(ms, 1)))
