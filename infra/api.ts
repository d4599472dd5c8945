import { options } from './environment.ts'
import { fleetFunction } from './fleet-function.ts'
import { machineResource } from './state-machine/state-machine.ts'
import { indexResource, tableResource } from './table.ts'

/** Answers questions about the fleet, and starts runs on demand. */
const apiFunction = fleetFunction('api', {
  table: tableResource,
  indexes: indexResource,
  'state-machine': machineResource,
})

export const api = new sst.aws.ApiGatewayV2('Api', {
  cors: false,
  accessLog: { retention: '1 month' },
  // What guesses at tokens, or loops, is slowed here and costs no function.
  transform: { stage: { defaultRouteSettings: { throttlingRateLimit: 50, throttlingBurstLimit: 100 } } },
})

/** Under this path the app checks tokens itself (functions/api.ts), however people sign in. */
api.route('ANY /t/{proxy+}', apiFunction.arn)
// Load balancers carry no token; without one these answer whether there is an API, and no more.
for (const method of ['GET', 'HEAD']) {
  for (const path of ['/healthz', '/readyz']) api.route(`${method} ${path}`, apiFunction.arn)
}

if (options.jwt) {
  const authorizer = api.addAuthorizer({ name: 'People', jwt: options.jwt })
  const jwt = { authorizer: authorizer.id, scopes: options.jwtScopes }
  api.route('$default', apiFunction.arn, { auth: { jwt } })
} else {
  api.route('$default', apiFunction.arn)
}
