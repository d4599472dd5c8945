import type { ScopeOf } from '@fleet-auditor/model/scope.ts'
import { createArm, type AksOptions } from './arm.ts'
import { AksRecord } from './cluster.ts'
import type { TokenSource } from './token-source.ts'

/** The reads of ARM. They throw what the SDK throws, or ZodError for an answer of another shape. */
interface ManagedClusters {
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

const actions = {
  read: 'Microsoft.ContainerService/managedClusters/read',
  credential: 'Microsoft.ContainerService/managedClusters/listClusterUserCredential/action',
}

/** Loads the SDK with the first read. A context, and with it a guard, serves one read. */
export function createManagedClusters(options: AksOptions): ManagedClusters {
  const arm = createArm(options)
  const open = async (scope: ScopeOf<'aks'>, action: string, signal: AbortSignal) => {
    const [context, operations] = await Promise.all([
      arm.open(scope, action, signal),
      import('@azure/arm-containerservice/api/managedClusters'),
    ])
    return { context, operations }
  }
  return {
    token: arm.token,
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
