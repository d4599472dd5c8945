import type { ContainerServiceContext } from '@azure/arm-containerservice/api'
import type { ScopeOf } from '@fleet-auditor/model/scope.ts'
import { requireTls, type ResolvedEndpoint, resolveEndpoint } from '../cloud/endpoint.ts'
import { retriesAllowed } from '../cloud/limits.ts'
import { AksRecord } from './cluster-record.ts'
import { defaultCredential } from './default-credential.ts'
import { boundedRetryAfter } from './bounded-retry-after.ts'
import { createGuard } from './guard.ts'
import type { AksOptions } from './options.ts'
import { createTokenSource, type TokenSource } from './token-source.ts'

/** The reads of ARM. They throw what the SDK throws, or ZodError for an answer of another shape. */
export interface ManagedClusters {
  readonly token: TokenSource
  list(scope: ScopeOf<'aks'>, signal: AbortSignal): Promise<AksRecord[]>
  get(scope: ScopeOf<'aks'>, at: ArmPlace, signal: AbortSignal): Promise<AksRecord>
  /** The kubeconfig's YAML, of the user credential. */
  kubeconfig(scope: ScopeOf<'aks'>, at: ArmPlace, signal: AbortSignal): Promise<string>
}

export interface ArmPlace {
  readonly resourceGroup: string
  readonly name: string
}

const publicArm: ResolvedEndpoint = { url: new URL('https://management.azure.com') }
const timeoutMs = 20_000

const actions = {
  read: 'Microsoft.ContainerService/managedClusters/read',
  credential: 'Microsoft.ContainerService/managedClusters/listClusterUserCredential/action',
}

const armOf = async ({ endpoints: { azure } }: AksOptions): Promise<ResolvedEndpoint> =>
  azure ? requireTls('azure', await resolveEndpoint('azure', azure)) : publicArm

/** Loads the SDK with the first read. A context, and with it a guard, serves one read. */
export function createManagedClusters(options: AksOptions): ManagedClusters {
  const token = createTokenSource(options.credential ?? defaultCredential(options.endpoints.entra), options.now)
  const open = async (scope: ScopeOf<'aks'>, action: string, signal: AbortSignal) => {
    const endpoint = await armOf(options)
    const limits = { origin: endpoint.url.origin, action, signal, timeoutMs: options.timeoutMs ?? timeoutMs }
    const [{ createContainerService }, operations] = await Promise.all([
      import('@azure/arm-containerservice/api'),
      import('@azure/arm-containerservice/api/managedClusters'),
    ])
    const credential = {
      getToken: (scopes: string | string[]) => token([scopes].flat().join(' '), scope.tenant, signal),
    }
    const context: ContainerServiceContext = createContainerService(credential, scope.subscription, {
      endpoint: endpoint.url.origin,
      ...(endpoint.caPem ? { tlsOptions: { ca: endpoint.caPem } } : {}),
      retryOptions: { maxRetries: retriesAllowed, retryDelayInMs: 200, maxRetryDelayInMs: 2000 },
      redirectOptions: { maxRetries: 0 }, // the token would go along
      additionalPolicies: [
        { policy: createGuard(limits), position: 'perCall' },
        { policy: boundedRetryAfter, position: 'perRetry' },
      ],
    })
    return { context, operations }
  }
  return {
    token,
    async list(scope, signal) {
      const { context, operations } = await open(scope, actions.read, signal)
      const records: AksRecord[] = []
      for await (const cluster of operations.list(context)) records.push(AksRecord.parse(cluster))
      return records
    },
    async get(scope, { resourceGroup, name }, signal) {
      const { context, operations } = await open(scope, actions.read, signal)
      return AksRecord.parse(await operations.get(context, resourceGroup, name))
    },
    async kubeconfig(scope, { resourceGroup, name }, signal) {
      const { context, operations } = await open(scope, actions.credential, signal)
      const credentials = await operations.listClusterUserCredentials(context, resourceGroup, name, { format: 'exec' })
      return Buffer.from(credentials.kubeconfigs?.[0]?.value ?? []).toString()
    },
  }
}
