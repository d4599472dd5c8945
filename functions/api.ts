import { randomBytes } from 'node:crypto'
import { createExecutionStarter } from '@fleet-auditor/adapters/aws/start-execution.ts'
import { openTableStore } from '@fleet-auditor/adapters/store/table-store.ts'
import { createApp } from '@fleet-auditor/api/create-app.ts'
import { handle, type APIGatewayProxyResult, type LambdaEvent } from 'hono/aws-lambda'
import { z } from 'zod'
import { logOf } from './run/log.ts'
import { stepWith, type Call } from './run/step-with.ts'
import { trustedIdentity, withoutTokenPath } from './run/trusted-identity.ts'
import { readSettings } from './wiring/environment.ts'
import { now, readFleet } from './wiring/fleet.ts'
import { tableVariables } from './wiring/table.ts'

/** Who asks waits no longer for a throttled table: API Gateway ends an answer after 30 seconds. */
const patienceMs = 5000

/** One app and one store for as long as Lambda keeps this process: requests are many and short. */
const wireApp = async () => {
  const settings = readSettings(z.object({ ...tableVariables, STATE_MACHINE_ARN: z.string() }))
  const { fleet, clock, emitFor } = await readFleet(settings)
  const patience = (waitedMs: number): number => patienceMs - waitedMs
  const store = await openTableStore({ table: settings.TABLE_NAME, now, patience, retention: fleet.retention })
  const starter = createExecutionStarter({ stateMachine: settings.STATE_MACHINE_ARN })
  const log = logOf({ function: 'api' })
  const app = createApp({
    store,
    fleet,
    starter,
    clock,
    random: randomBytes,
    log: (line) => log({ ...line }),
    trustedIdentity,
  })
  return async ({ context }: Call) => ({
    emit: emitFor(context),
    answer: handle(app),
  })
}

/** API Gateway (payload 2.0) or a function URL sends it; hono reads it. */
const Request = z.custom<LambdaEvent>((event) => typeof event === 'object' && event !== null)

/** Answers questions about the fleet. The app logs each request. */
export const handler = stepWith(wireApp)(
  'api',
  Request,
  async (request, { answer }): Promise<APIGatewayProxyResult> => answer(withoutTokenPath(request)),
  { endedAt: 'debug' },
)
