import type { Identity } from '@fleet-auditor/model/identity.ts'
import type { Binding } from '@fleet-auditor/model/rights.ts'
import { failed, type Failed, type Section } from '@fleet-auditor/model/section.ts'
import type { SectionValue } from '@fleet-auditor/model/snapshot.ts'
import { z } from 'zod'
import type { ClusterContext } from '../../context.ts'
import { discoverers } from '../discovering-identities.ts'
import { sameIdentity } from '../effective-right.ts'
import { typeName, watchesSecrets, watchListOf, type WatchList } from '../watch-list.ts'

const WideBinding = z.strictObject({
  kind: z.enum(['ClusterRoleBinding', 'RoleBinding']),
  namespace: z.string().optional(),
  name: z.string(),
})
export type WideBinding = z.infer<typeof WideBinding>

/**
 * What the remedy of rights that go too far is built from. `wide`: the bindings that give them; absent where an access
 * review alone shows them. `reads`: the types that the account must get, list and watch, as kubectl names them; absent
 * where it does not discover, or where that could not be read.
 */
export const wideRights = { wide: z.array(WideBinding).optional(), reads: z.array(z.string()).optional() }
export type WideRights = { readonly [K in keyof typeof wideRights]?: z.infer<(typeof wideRights)[K]> }

export const wideBindings = (bindings: readonly Binding[]): WideRights['wide'] =>
  bindings.length === 0 ? undefined : bindings.map(({ kind, namespace, name }) => ({ kind, namespace, name }))

/** Who discovers a cluster, and what of it. */
export interface Discovery {
  readonly identities: readonly Identity[]
  readonly list: WatchList
  /** Whether custom resources of Meshery are there, which MeshSync reads too. */
  readonly resourced: boolean
}

interface Discovered {
  readonly workloads: SectionValue<'workloads'>
  readonly brokers: Section<SectionValue<'brokers'>>
  readonly meshSyncs: Section<SectionValue<'meshSyncs'>>
}

export function discoveryOf(
  { workloads, brokers, meshSyncs }: Discovered,
  { planes }: Pick<ClusterContext, 'planes'>,
): Discovery | Failed {
  if (brokers.status === 'failed') return brokers
  if (meshSyncs.status === 'failed') return meshSyncs
  const resources = [...brokers.value, ...meshSyncs.value]
  const { identities, unread } = discoverers(workloads, resources, planes)
  // Without a Secret on the watch-list it makes no difference who discovers.
  if (unread && watchesSecrets(watchListOf(meshSyncs.value))) return failed(unread.cause, unread.detail, unread.grant)
  return {
    identities,
    list: watchListOf(meshSyncs.value),
    resourced: resources.length > 0,
  }
}

/** The effective watch-list, the id of the cluster and the definitions of custom resources: what MeshSync reads (meshery.md §3.4). */
export function readsOf(identity: Identity, discovery: Discovery | Failed): WideRights['reads'] {
  if ('cause' in discovery || !discovery.identities.some((one) => sameIdentity(one, identity))) return undefined
  const { list, resourced } = discovery
  const own = resourced ? ['brokers.meshery.io', 'meshsyncs.meshery.io'] : []
  const types = [...list.types.map(typeName), 'namespaces', 'customresourcedefinitions.apiextensions.k8s.io', ...own]
  return [...new Set(types)].toSorted()
}
