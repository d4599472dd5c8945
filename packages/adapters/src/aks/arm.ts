import type { ContainerServiceContext } from '@azure/arm-containerservice/api'
import { requireTls, type ResolvedEndpoint, resolveEndpoint } from '../cloud/endpoint.ts'
import { retriesAllowed } from '../wire/retry-delay.ts'
import { boundedRetryAfter } from './bounded-retry-after.ts'
import { defaultCredential } from './default-credential.ts'
import { createGuard } from './guard.ts'
import type { AksOptions } from './options.ts'
import { createTokenSource, type TokenSource } from './token-source.ts'

/** Azure Resource Manager with one identity. */
export interface Arm {
  readonly token: TokenSource
  /** A context, and with it a guard, serves one read; `action` is the permission which that needs. */
  open(place: ArmScope, action: string, signal: AbortSignal): Promise<ContainerServiceContext>
}

export interface ArmScope {
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
      getToken: (scopes: string | string[]) => token([scopes].flat().join(' '), tenant, signal),
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
