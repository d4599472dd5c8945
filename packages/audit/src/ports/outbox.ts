import { z } from 'zod'

/**
 * A message that is to be sent once: written before it is sent. `key` names it for ever: run, part (`digest`,
 * `critical`) and destination.
 */
export const OutboxMessage = z.object({
  /** Begins with the run and a slash. */
  key: z.string(),
  run: z.string(),
  part: z.string(),
  /** Channel id, topic, or `webhook`. */
  destination: z.string(),
  state: z.enum(['pending', 'sent', 'failed']),
  /** How often it was taken. */
  attempts: z.number().int(),
  /** ISO 8601; nobody can have sent it before. */
  firstTakenAt: z.string(),
  /** ISO 8601; while it lies ahead, another sender is at work on it. */
  leasedUntil: z.string(),
  /** What the destination calls the message (Slack's `ts`), once sent. */
  receipt: z.string().optional(),
  /** Hash of what was sent, to tell whether an update is due. */
  contentHash: z.string().optional(),
  failure: z.string().optional(),
})
export type OutboxMessage = z.infer<typeof OutboxMessage>

export interface Outbox {
  /**
   * Takes a message to send. `taken`: it is the caller's until `leasedUntil`; `again`: somebody may have sent it before
   * and not recorded so. `done`: sent. `busy`: another sender holds it. One that failed may be taken again: what it
   * failed for may have been mended.
   */
  take(
    message: Pick<OutboxMessage, 'key' | 'run' | 'part' | 'destination'>,
    leaseMs: number,
  ): Promise<
    | { readonly outcome: 'taken'; readonly again: boolean; readonly message: OutboxMessage }
    | { readonly outcome: 'done' | 'busy'; readonly message: OutboxMessage }
  >
  /** Ends a sending and its lease; `pending`: not sent so far. What is sent stays sent. Without effect for an unknown key. */
  settle(key: string, end: Pick<OutboxMessage, 'state' | 'receipt' | 'contentHash' | 'failure'>): Promise<void>
  ofRun(run: string): Promise<OutboxMessage[]>
}
