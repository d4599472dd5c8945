import type { ContainerServiceContext } from '@azure/arm-containerservice/api'
import type { TokenCredential } from '@azure/core-auth'
import type { PipelinePolicy, PipelineResponse } from '@azure/core-rest-pipeline'
import type { Endpoints } from '@fleet-auditor/model/fleet-file.ts'
import { longestRetryAfterSeconds } from '../cloud/answer-limits.ts'
import { requireTls, resolveEndpoint, type ResolvedEndpoint } from '../cloud/endpoint.ts'
import { retriesAllowed } from '../wire/retry-delay.ts'
import { createGuard } from './guard.ts'
import { createTokenSource, defaultCredential, type TokenSource } from './token-source.ts'

export interface AksOptions {
  readonly endpoints: Pick<Endpoints, 'azure' | 'entra'>
  /** Absent: the service principal of the environment, else the Azure CLI's login. */
  readonly credential?: TokenCredential
  /** ISO 8601. */
  readonly now: () => string
  /** Milliseconds one page may take, its retries included. */
  readonly timeoutMs?: number
}

/** Azure Resource Manager with one identity. */
export interface Arm {
  readonly token: TokenSource
  /** A context, and with it a guard, serves one read; `action` is the permission which that needs. */
  open(place: ArmScope, action: string, signal: AbortSignal): Promise<ContainerServiceContext>
}

interface ArmScope {
  /** Absent for reads above subscriptions. */
  readonly subscription?: string
  readonly tenant?: string | undefined
}

const publicArm: ResolvedEndpoint = { url: new URL('https://management.azure.com') }
const timeoutMs = 20_000

const endpointOf = async ({ endpoints: { azure } }: AksOptions): Promise<ResolvedEndpoint> =>
  azure ? requireTls('azure', await resolveEndpoint('azure', azure)) : publicArm

/** Loads the SDK with the first read. */
export function createArm(options: AksOptions): Arm {
  const token = createTokenSource(options.credential ?? defaultCredential(options.endpoints.entra), options.now)
  const open: Arm['open'] = async ({ subscription = '', tenant }, action, signal) => {
    const endpoint = await endpointOf(options)
    const limits = { origin: endpoint.url.origin, action, signal, timeoutMs: options.timeoutMs ?? timeoutMs }
    const { createContainerService } = await import('@azure/arm-containerservice/api')
    const credential = {
      getToken: async (scopes: string | string[]) => {
        const { token: value, expiresAt } = await token([scopes].flat().join(' '), tenant, signal)
        return { token: value, expiresOnTimestamp: expiresAt }
      },
    }
    return createContainerService(credential, subscription, {
      endpoint: endpoint.url.origin,
      tlsOptions: endpoint.caPem ? { ca: endpoint.caPem } : undefined,
      retryOptions: { maxRetries: retriesAllowed, retryDelayInMs: 200, maxRetryDelayInMs: 2000 },
      redirectOptions: { maxRetries: 0 }, // the token would go along
      additionalPolicies: [
        { policy: createGuard(limits), position: 'perCall' },
        { policy: boundedRetryAfter, position: 'perRetry' },
      ],
    })
  }
  return { token, open }
}

const passing = new Set([429, 503])
const waits = ['retry-after', 'retry-after-ms', 'x-ms-retry-after-ms'] as const

/**
 * Sits inside the SDK's retries, which wait for any `Retry-After` in full and give up at once on a 429 without one: long
 * waits are cut out, so that the answer is final, and a missing one becomes a second.
 */
const boundedRetryAfter: PipelinePolicy = {
  name: 'fleetAuditorRetryAfter',
  async sendRequest(request, next) {
    const response = await next(request)
    if (!passing.has(response.status)) return response
    const asked = secondsAsked(response)
    if (asked === undefined && response.status === 429) response.headers.set('retry-after', '1')
    if (asked !== undefined && asked >= longestRetryAfterSeconds) {
      for (const name of waits) response.headers.delete(name)
    }
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
