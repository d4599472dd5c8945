import { randomBytes } from 'node:crypto'
import { createExecutionStarter } from '@fleet-auditor/adapters/aws/start-execution.ts'
import { createApp } from '@fleet-auditor/api/create-app.ts'
import { type APIGatewayProxyResult, handle, type LambdaContext, type LambdaEvent } from 'hono/aws-lambda'
import { variable } from './environment.ts'
import { kept } from './kept.ts'
import { writeLine } from './log.ts'
import { trustedIdentity } from './trusted-identity.ts'
import { wire } from './wiring.ts'

/** One app and one store for as long as Lambda keeps this process: requests are many and short. */
const app = kept(async () => {
  const { fleet, store, clock } = await wire()
  const starter = createExecutionStarter({ stateMachine: variable('STATE_MACHINE_ARN') })
  const log = (line: object): void => writeLine({ function: 'api', ...line })
  return handle(createApp({ store, fleet, starter, clock, random: randomBytes, log, trustedIdentity }))
})

/** Answers API Gateway (payload 2.0) and function URLs. */
export async function handler(event: LambdaEvent, context: LambdaContext): Promise<APIGatewayProxyResult> {
  return (await app())(event, context)
}
