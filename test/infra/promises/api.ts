import { expect } from 'vitest'
import { functionArn } from '../planned-arns.ts'
import { inputsOf, resourcesOf } from '../planned.ts'
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
  'requests are throttled, and CORS is off': (plan) => {
    expect(inputsOf(plan, 'Stage')).toMatchObject({
      defaultRouteSettings: { throttlingRateLimit: 50, throttlingBurstLimit: 100 },
    })
    expect(inputsOf(plan, 'Api')['corsConfiguration'] ?? {}).toEqual({})
  },
}
