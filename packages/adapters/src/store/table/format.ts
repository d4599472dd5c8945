import { QueryCommand } from '@aws-sdk/lib-dynamodb'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import { GetItemCommand } from 'dynamodb-toolbox/entity/actions/get'
import { PutItemCommand } from 'dynamodb-toolbox/entity/actions/put'
import pMemoize from 'p-memoize'
import type { FleetTable } from '../fleet-table.ts'
import { absent, tookPlace } from './conditional.ts'
import { formatKey, runsPartition, tokensPartition } from './keys.ts'

/** Version of the stored format. Raise it with any change that an older auditor reads wrongly, or that it cannot read. */
export const storedFormat = 3

/** Where a store is, and how people get another one, for the refusal of its format. */
interface StorePlace {
  readonly place: string
  readonly wayOut: string
}

/**
 * Checks the format once. `beforeRead` accepts a table that is still unused; `beforeWrite` marks it. After that neither
 * costs anything: a process pays one eventually consistent read of a tiny row, and only the first use a write.
 */
export interface FormatCheck {
  readonly beforeRead: (table: FleetTable) => Promise<void>
  readonly beforeWrite: (table: FleetTable) => Promise<void>
}

export function createFormatCheck(place: () => Promise<StorePlace>): FormatCheck {
  const isMarked = pMemoize((table: FleetTable) => checkFormat(table, place), once)
  const mark = async (table: FleetTable): Promise<void> => {
    if (!(await isMarked(table))) await markFormat(table, place)
  }
  return { beforeRead: async (table) => void (await isMarked(table)), beforeWrite: pMemoize(mark, once) }
}

/** One call for all that ask, whose table is the first caller's. A failure is not remembered. */
const once = { cacheKey: () => 'format' }

/** False for a table without rows. Throws where the rows are of another format. */
async function checkFormat(table: FleetTable, place: () => Promise<StorePlace>): Promise<boolean> {
  let found: number | 'none' | undefined = await readFormat(table, false)
  // rows come after the mark: where rows are there without it, the mark was read too early, or there is none
  if (found === undefined && (await isUsed(table))) found = (await readFormat(table, true)) ?? 'none'
  if (found !== undefined && found !== storedFormat) throw refusal(found, await place())
  return found !== undefined
}

async function markFormat(table: FleetTable, place: () => Promise<StorePlace>): Promise<void> {
  const put = table.entities.format.build(PutItemCommand).item({ ...formatKey, format: storedFormat })
  if (await tookPlace(put.options({ condition: absent }).send())) return
  const found = await readFormat(table, true)
  if (found !== storedFormat) throw refusal(found ?? 'none', await place())
}

async function readFormat(table: FleetTable, consistent: boolean): Promise<number | undefined> {
  const get = table.entities.format.build(GetItemCommand).key(formatKey).options({ consistent })
  return (await get.send()).Item?.format
}

/**
 * Whether the table was used before it had formats: every use left a run or a token. Rows are counted, not returned: that
 * is all that a function which must not read tokens is allowed.
 */
async function isUsed(table: FleetTable): Promise<boolean> {
  const answers = await Promise.all(
    [runsPartition, tokensPartition].map((partition) =>
      table.documents.send(
        new QueryCommand({
          TableName: table.name,
          KeyConditionExpression: 'pk = :pk',
          ExpressionAttributeValues: { ':pk': partition },
          Select: 'COUNT',
          Limit: 1,
        }),
      ),
    ),
  )
  return answers.some(({ Count = 0 }) => Count > 0)
}

function refusal(found: number | 'none', { place, wayOut }: StorePlace): AuditorError {
  if (found !== 'none' && found > storedFormat) {
    return new AuditorError('store', 'this store was written by a newer fleet-auditor: upgrade', {
      place,
      remedy: `upgrade fleet-auditor (the store has format ${found}, this one reads ${storedFormat}), or ${wayOut}`,
    })
  }
  return found === 'none' ? unreleased({ place, wayOut }) : outdated(`of format ${found}`, { place, wayOut })
}

/** The refusal of a store of before formats. */
export const unreleased = (at: StorePlace): AuditorError => outdated('that was never released', at)

const outdated = (of: string, { place, wayOut }: StorePlace): AuditorError =>
  new AuditorError('store', `this store was written by a fleet-auditor ${of}; this one reads format ${storedFormat}`, {
    place,
    remedy: wayOut,
  })
