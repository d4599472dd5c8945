import { ScanCommand } from '@aws-sdk/lib-dynamodb'
import type { StoredRow, StoreRows } from '@fleet-auditor/audit/ports/store-rows.ts'
import { z } from 'zod'
import type { FleetTable, Guarded } from '../fleet-table.ts'
import { batchWrite } from '../table/batch-write.ts'
import { isExpired } from '../table/expiry.ts'
import { storedFormat } from '../table/format.ts'
import { formatKey, sweepKey, tokensPartition } from '../table/keys.ts'

/** What every store of the table's layout has of its own, and tokens, which open the fleet's API. */
const left: readonly string[] = [formatKey.pk, sweepKey.pk, tokensPartition]

const Attribute = z.union([z.string(), z.number(), z.boolean(), z.array(z.string()), z.instanceof(Uint8Array)])
const Row = z.object({ pk: z.string(), sk: z.string() }).catchall(Attribute)
const Key = z.object({ pk: z.string(), sk: z.string() })

/** The table's rows, as it returns them: those of the embedded one in the order of their keys. */
export function createStoreRows({ reading, writing }: Guarded): StoreRows {
  return { layout: `table ${storedFormat}`, page: reading(page), isEmpty: reading(isEmpty), put: writing(put) }
}

async function page(table: FleetTable, ...[from]: Parameters<StoreRows['page']>): ReturnType<StoreRows['page']> {
  const scan = new ScanCommand({ TableName: table.name, ExclusiveStartKey: from && Key.parse(from) })
  const { Items = [], LastEvaluatedKey } = await table.documents.send(scan)
  const rows = Items.filter((item) => !isExpired(item, table.now())).map((item) => Row.parse(item))
  return {
    rows: rows.filter(({ pk }) => !left.includes(pk)).map(exported),
    next: LastEvaluatedKey && Key.parse(LastEvaluatedKey),
  }
}

function exported({ pk, sk, ...attributes }: z.infer<typeof Row>): StoredRow {
  const plain = Object.entries(attributes).map(([name, value]) => {
    return [name, value instanceof Uint8Array ? { B: Buffer.from(value).toString('base64') } : value] as const
  })
  return { pk, sk, ...Object.fromEntries(plain) }
}

/** A token counts too: a store that is used is none to import into. */
async function isEmpty(table: FleetTable): Promise<boolean> {
  let from: Record<string, unknown> | undefined
  do {
    const scan = new ScanCommand({ TableName: table.name, ExclusiveStartKey: from, Limit: 10 })
    const { Items = [], LastEvaluatedKey } = await table.documents.send(scan)
    if (Items.some(({ pk }) => pk !== formatKey.pk && pk !== sweepKey.pk)) return false
    from = LastEvaluatedKey
  } while (from)
  return true
}

const put = (table: FleetTable, rows: readonly StoredRow[]): Promise<void> =>
  batchWrite(
    table,
    rows.map((row) => ({ PutRequest: { Item: imported(row) } })),
  )

const imported = (row: StoredRow): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(row).map(([name, value]) => {
      const isBytes = typeof value === 'object' && 'B' in value
      return [name, isBytes ? Buffer.from(value.B, 'base64') : value]
    }),
  )
