import type { PipelinePolicy, PipelineResponse } from '@azure/core-rest-pipeline'
import { longestRetryAfterSeconds } from '../cloud/limits.ts'

const passing = new Set([429, 503])
const waits = ['retry-after', 'retry-after-ms', 'x-ms-retry-after-ms'] as const

/**
 * Sits inside the SDK's retries, which wait for any `Retry-After` in full and give up at once on a 429 without one: long
 * waits are cut out, so that the answer is final, and a missing one becomes a second.
 */
export const boundedRetryAfter: PipelinePolicy = {
  name: 'fleetAuditorRetryAfter',
  async sendRequest(request, next) {
    const response = await next(request)
    if (!passing.has(response.status)) return response
    const asked = secondsAsked(response)
    if (asked === undefined && response.status === 429) response.headers.set('retry-after', '1')
    if (asked !== undefined && asked >= longestRetryAfterSeconds)
      for (const name of waits) response.headers.delete(name)
    return response
  },
}

function secondsAsked({ headers }: PipelineResponse): number | undefined {
  const milliseconds = headers.get('retry-after-ms') ?? headers.get('x-ms-retry-after-ms')
  if (milliseconds !== undefined) return Number(milliseconds) / 1000
  const word = headers.get('retry-after')
  if (word === undefined) return undefined
  const seconds = Number(word)
  return Number.isNaN(seconds) ? (Date.parse(word) - Date.parse(headers.get('date') ?? '')) / 1000 : seconds
}
