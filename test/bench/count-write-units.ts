import type { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { z } from 'zod'

const Consumed = z.object({ CapacityUnits: z.number() })
const Output = z.object({ ConsumedCapacity: z.union([Consumed, z.array(Consumed)]).optional() })

const writes = /^(Put|Update|Delete|BatchWrite|TransactWrite)/

/** Asks with every write what it consumed; returns the sum so far. */
export function countWriteUnits(client: DynamoDBClient): () => number {
  let sum = 0
  client.middlewareStack.add(
    (next, { commandName }) =>
      async (args) => {
        if (!writes.test(String(commandName))) return next(args)
        const result = await next({ ...args, input: { ...args.input, ReturnConsumedCapacity: 'TOTAL' } })
        const consumed = Output.parse(result.output).ConsumedCapacity
        if (consumed === undefined) throw new Error(`${commandName} does not report what it consumed`)
        for (const each of [consumed].flat()) sum += each.CapacityUnits
        return result
      },
    { step: 'initialize', name: 'countWriteUnits' },
  )
  return () => sum
}
