import type { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import type { Engine } from '@fleet-auditor/adapters/store/embedded/engine/engine.ts'
import { clientOf } from '@fleet-auditor/adapters/store/embedded/engine/table-client.ts'
import { z } from 'zod'

interface Share {
  /** Write units a second. */
  readonly rate: number
  /** Units that were saved up: DynamoDB lends about five minutes, a new table has none; this many are there at once. */
  readonly burst: number
}

const Capacity = z.object({ CapacityUnits: z.number() })
const Metered = z.object({ ConsumedCapacity: z.union([Capacity, z.array(Capacity)]).optional() })

/** The database behind a token bucket of write units, which answers as DynamoDB does where it is empty. */
export function throttledEngine(engine: Engine, { rate, burst }: Share) {
  let tokens = burst
  let at = performance.now()
  let throttled = 0
  let units = 0
  const limited: Engine = {
    ...engine,
    answer: async (name, body) => {
      if (!/^(Put|Update|Delete|BatchWrite)/.test(name)) return engine.answer(name, body)
      const now = performance.now()
      tokens = Math.min(burst, tokens + ((now - at) / 1000) * rate)
      at = now
      if (tokens <= 0) {
        throttled += 1
        return {
          status: 400,
          json: Buffer.from(JSON.stringify({ __type: 'ThrottlingException', message: 'slow down' })),
        }
      }
      const request = { ...JSON.parse(body), ReturnConsumedCapacity: 'TOTAL' }
      const answer = await engine.answer(name, JSON.stringify(request))
      const { ConsumedCapacity } = Metered.parse(JSON.parse(Buffer.from(answer.json).toString()))
      for (const { CapacityUnits } of [ConsumedCapacity ?? { CapacityUnits: 1 }].flat()) {
        tokens -= CapacityUnits
        units += CapacityUnits
      }
      return answer
    },
  }
  return { client: clientOf(limited) satisfies DynamoDBClient, throttled: () => throttled, units: () => units }
}
