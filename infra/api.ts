import { options } from './environment.ts'
import { fleetFunction } from './fleet-function.ts'
import { machineResource } from './state-machine/state-machine.ts'
import { tableResource } from './table.ts'

/** Answers questions about the fleet, and starts runs on demand. */
const apiFunction = fleetFunction('api', { table: tableResource, 'state-machine': machineResource })

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
  // Load balancers and the dead man carry no token; it shows only that there is an answer.
  api.route('GET /healthz', apiFunction.arn)
} else {
  api.route('$default', apiFunction.arn)
}
