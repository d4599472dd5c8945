import { expect } from 'vitest'
import { functionArn } from '../planned/planned-arns.ts'
import { inputsOf, resourcesOf } from '../planned/planned-resources.ts'
import type { Promises } from './promise.ts'

export const apiPromises: Promises = {
  'routes that the app itself guards': (plan) => {
    const routes = resourcesOf(plan, 'Route').map(({ inputs }) => [inputs['routeKey'], inputs['authorizationType']])
    expect(Object.fromEntries(routes)).toEqual({
      $default: 'NONE',
      'ANY /t/{proxy+}': 'NONE',
      'GET /healthz': 'NONE',
      'GET /readyz': 'NONE',
      'HEAD /healthz': 'NONE',
      'HEAD /readyz': 'NONE',
    })
    for (const { inputs } of resourcesOf(plan, 'Integration')) {
      expect(inputs).toMatchObject({
        integrationType: 'AWS_PROXY',
        integrationUri: functionArn(plan, 'ApiFunction'),
        payloadFormatVersion: '2.0',
      })
    }
  },
  'the gateway may call the function': (plan) => {
    const permissions = resourcesOf(plan, 'Permission')
    expect(permissions.length).toBeGreaterThan(0)
    for (const { inputs } of permissions) {
      expect(inputs).toMatchObject({
        action: 'lambda:InvokeFunction',
        function: functionArn(plan, 'ApiFunction'),
        principal: 'apigateway.amazonaws.com',
      })
    }
  },
  'a month of access logs, in which no header is': (plan) => {
    const log = inputsOf(plan, 'LogGroup', 'ApiAccessLog')
    expect(log['retentionInDays']).toBe(30)
    expect(inputsOf(plan, 'Stage')['accessLogSettings']).toMatchObject({
      destinationArn: expect.stringContaining(String(log['name'])),
      format: expect.not.stringMatching(/authorizer|header|queryString/i),
    })
  },
  'requests are throttled, and CORS is off': (plan) => {
    expect(inputsOf(plan, 'Stage')).toMatchObject({
      defaultRouteSettings: { throttlingRateLimit: 50, throttlingBurstLimit: 100 },
    })
    expect(inputsOf(plan, 'Api')['corsConfiguration'] ?? {}).toEqual({})
  },
}
