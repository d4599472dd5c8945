import { createHash } from 'node:crypto'
import { brotliDecompressSync } from 'node:zlib'
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient, paginateScan } from '@aws-sdk/lib-dynamodb'

export type Row = Readonly<Record<string, unknown>>

/** A database that speaks DynamoDB's protocol, and new clients to it. */
export interface Database {
  readonly client: () => DynamoDBClient
  /** Where the database is reached by other processes, where not by the clients' own endpoint. */
  readonly endpoint?: string
  readonly close: () => Promise<void>
}

const isWrite = (command: string | undefined): boolean => /^(Put|Update|Delete|BatchWrite)/.test(command ?? '')

/** A client whose process dies before its write number `writes` + 1: nothing leaves it from then on. */
export function dyingClient(client: DynamoDBClient, writes: number): DynamoDBClient {
  let left = writes
  let dead = false
  client.middlewareStack.add(
    (next, context) => async (args) => {
      if (!dead && isWrite(context.commandName)) {
        dead = left === 0
        left -= 1
      }
      if (dead) throw new Error('killed')
      return next(args)
    },
    { step: 'initialize' },
  )
  return client
}

export interface Meter {
  requests: number
  writes: number
  writeUnits: number
  readUnits: number
}

/** Counts requests, and the units that the database reports for them. */
export function meteredClient(client: DynamoDBClient): { readonly client: DynamoDBClient; readonly meter: Meter } {
  const meter: Meter = { requests: 0, writes: 0, writeUnits: 0, readUnits: 0 }
  client.middlewareStack.add(
    (next, context) => async (args) => {
      Object.assign(args.input, { ReturnConsumedCapacity: 'TOTAL' })
      meter.requests += 1
      const result = await next(args)
      if (isWrite(context.commandName)) {
        meter.writes += 1
        meter.writeUnits += unitsOf(result.output)
      } else meter.readUnits += unitsOf(result.output)
      return result
    },
    { step: 'initialize' },
  )
  return { client, meter }
}

function unitsOf(output: unknown): number {
  if (typeof output !== 'object' || output === null || !('ConsumedCapacity' in output)) return 0
  const all = [output.ConsumedCapacity].flat()
  return all.reduce<number>((sum, one) => sum + (isCapacity(one) ? one.CapacityUnits : 0), 0)
}

const isCapacity = (value: unknown): value is { CapacityUnits: number } =>
  typeof value === 'object' && value !== null && 'CapacityUnits' in value && typeof value.CapacityUnits === 'number'

/** Packed values unpacked, so that a difference can be read; pieces as a hash of theirs. */
function legible(row: Row): Row {
  const { bytes } = row
  if (!(bytes instanceof Uint8Array)) return row
  const value: unknown = row['pieces'] === 1 ? JSON.parse(brotliDecompressSync(bytes).toString()) : undefined
  return { ...row, bytes: value ?? createHash('sha256').update(bytes).digest('hex') }
}

/** Every row of the table, or of an index, in the order of the base keys. */
export async function dump(client: DynamoDBClient, table: string, index?: 'gsi1' | 'gsi2'): Promise<Row[]> {
  const rows: Row[] = []
  const input = { TableName: table, ...(index ? { IndexName: index } : {}) }
  for await (const page of paginateScan({ client: DynamoDBDocumentClient.from(client) }, input)) {
    rows.push(...(page.Items ?? []).map(legible))
  }
  const keyOf = (row: Row): string => `${String(row['pk'])} ${String(row['sk'])}`
  return rows.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1))
}
