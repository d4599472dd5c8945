import type { Outbox } from '@fleet-auditor/audit/ports/outbox.ts'
import { OutboxMessage } from '@fleet-auditor/model/outbox-message.ts'
import type { Condition } from 'dynamodb-toolbox/entity/actions/parseCondition'
import { PutItemCommand } from 'dynamodb-toolbox/entity/actions/put'
import { $remove, UpdateItemCommand } from 'dynamodb-toolbox/entity/actions/update'
import type { Guarded, FleetTable } from '../fleet-table.ts'
import { absentAt, tookPlace } from '../table/conditional.ts'
import { expiryAfter } from '../table/expiry.ts'
import { instant, outboxKey, outboxPartition } from '../table/keys.ts'
import { allRows, readRow, type Row } from '../table/read-rows.ts'
import type { Entities } from '../table/table-entities.ts'
import { taking, type End, type Message, type Taking } from './outbox-rules.ts'

export function createOutbox({ reading, writing }: Guarded): Outbox {
  return { take: writing(take), settle: writing(settle), ofRun: reading(ofRun) }
}

async function take(table: FleetTable, message: Message, leaseMs: number): Promise<Taking> {
  const now = table.now()
  const first = taking(message, undefined, leaseMs, now)
  if (await put(table, first.message, absentAt(now))) return first
  for (;;) {
    const stored = await read(table, message.key)
    // It expired between two looks.
    if (!stored) return take(table, message, leaseMs)
    const next = taking(message, stored, leaseMs, now)
    if (next.outcome !== 'taken' || (await replace(table, stored, next.message))) return next
  }
}

/** Every taking counts up, so that of two that take at once only one finds what it read. */
const replace = (table: FleetTable, { state, attempts }: OutboxMessage, next: OutboxMessage): Promise<boolean> =>
  put(table, next, { and: [{ attr: 'attempts', eq: attempts } as const, { attr: 'state', eq: state } as const] })

function put(table: FleetTable, { key, ...message }: OutboxMessage, condition: Condition<Entities['outbox']>) {
  const row = { ...outboxKey(key), ...message, expiresAt: expiryAfter(table.now(), table.retention.runs) }
  return tookPlace(table.entities.outbox.build(PutItemCommand).item(row).options({ condition }).send())
}

async function settle(table: FleetTable, key: string, end: End): Promise<void> {
  const { state, receipt, contentHash, failure, attempts } = end
  const update = table.entities.outbox.build(UpdateItemCommand).item({
    ...outboxKey(key),
    state,
    leasedUntil: instant(table.now()),
    failure: failure ?? $remove(),
    receipt,
    contentHash,
  })
  const there = { attr: 'pk', exists: true } as const
  const mine = attempts === undefined ? [] : [{ attr: 'attempts', eq: attempts } as const]
  const condition = state === 'sent' ? there : { and: [there, { attr: 'state', ne: 'sent' } as const, ...mine] }
  await tookPlace(update.options({ condition }).send())
}

async function read(table: FleetTable, key: string): Promise<OutboxMessage | undefined> {
  const row = await readRow(table, outboxKey(key))
  return row && toMessage(row)
}

const ofRun = async (table: FleetTable, run: string): Promise<OutboxMessage[]> =>
  (await allRows(table, { partition: outboxPartition(run) })).map(toMessage)

const toMessage = ({ sk, ...row }: Row): OutboxMessage => OutboxMessage.parse({ ...row, key: sk })
