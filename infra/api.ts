import { auditorFunction } from './auditor-function.ts'
import { options } from './environment.ts'
import { rights } from './fleet.ts'
import { stateMachine } from './state-machine.ts'
import { table, tableArns } from './table.ts'

/** Answers questions about the fleet, and starts runs on demand. */
export const apiFunction = auditorFunction('ApiFunction', {
  handler: 'api',
  // Half a vCPU and more: a page of 100 findings is parsed and written as JSON.
  memory: '1024 MB',
  rights: rights.api,
  places: { table: tableArns, 'state-machine': [stateMachine.arn] },
  environment: { TABLE_NAME: table.name, STATE_MACHINE_ARN: stateMachine.arn },
})

export const api = new sst.aws.ApiGatewayV2('Api', {
  cors: false,
  accessLog: { retention: '1 month' },
  // What guesses at tokens, or loops, is slowed here and costs no function.
  transform: { stage: { defaultRouteSettings: { throttlingRateLimit: 50, throttlingBurstLimit: 100 } } },
})

if (options.jwt) {
  const authorizer = api.addAuthorizer({ name: 'People', jwt: options.jwt })
  const jwt = { authorizer: authorizer.id }
  api.route('$default', apiFunction.arn, { auth: { jwt } })
  // Load balancers and the dead man carry no token; it tells only that there is an answer.
  api.route('GET /healthz', apiFunction.arn)
} else {
  api.route('$default', apiFunction.arn)
}
