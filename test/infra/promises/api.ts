import { expect } from 'vitest'
import { functionArn } from '../planned/planned-arns.ts'
import { inputsOf, resourcesOf } from '../planned/planned-resources.ts'
import type { Promises } from './promise.ts'

export const apiPromises: Promises = {
  'one route, which the app itself guards': (plan) => {
    expect(resourcesOf(plan, 'Route').map(({ inputs }) => inputs)).toMatchObject([
      { routeKey: '$default', authorizationType: 'NONE' },
    ])
    expect(inputsOf(plan, 'Integration')).toMatchObject({
      integrationType: 'AWS_PROXY',
      integrationUri: functionArn(plan, 'ApiFunction'),
      payloadFormatVersion: '2.0',
    })
  },
  'the gateway may call the function': (plan) => {
    expect(inputsOf(plan, 'Permission')).toMatchObject({
      action: 'lambda:InvokeFunction',
      function: functionArn(plan, 'ApiFunction'),
      principal: 'apigateway.amazonaws.com',
    })
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
