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
  /** ISO 8601; it cannot have been sent before. */
  firstTakenAt: z.string(),
  /** ISO 8601; while it lies ahead, another sender is at work on it. */
  leasedUntil: z.string(),
  /** What the destination calls the message (Slack's `ts`), once sent. */
  receipt: z.string().optional(),
  /** Hash of what was sent: it shows whether an update is due. */
  contentHash: z.string().optional(),
  failure: z.string().optional(),
})
export type OutboxMessage = z.infer<typeof OutboxMessage>
