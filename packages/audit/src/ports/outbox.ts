import type { OutboxMessage } from '@fleet-auditor/model/outbox-message.ts'

export interface Outbox {
  /**
   * Takes a message to send. `taken`: it is the caller's until `leasedUntil`; `again`: somebody may have sent it before
   * and not recorded so. `done`: sent. `busy`: another sender holds it. One that failed may be taken again: what it
   * failed for may have been fixed.
   */
  take(
    message: Pick<OutboxMessage, 'key' | 'run' | 'part' | 'destination'>,
    leaseMs: number,
  ): Promise<
    | { readonly outcome: 'taken'; readonly again: boolean; readonly message: OutboxMessage }
    | { readonly outcome: 'done' | 'busy'; readonly message: OutboxMessage }
  >
  /**
   * Ends a sending and its lease; `pending`: not sent so far. What is sent stays sent. Without effect for an unknown key;
   * with `attempts`, those of its taking, a failed one has none where another took the message meanwhile.
   */
  settle(
    key: string,
    end: Pick<OutboxMessage, 'state' | 'receipt' | 'contentHash' | 'failure'> & { readonly attempts?: number },
  ): Promise<void>
  ofRun(run: string): Promise<OutboxMessage[]>
}
