import { createCollector } from '@fleet-auditor/adapters/kubernetes/collector.ts'
import type { Collection, CollectionPlan } from '@fleet-auditor/audit/ports/collector.ts'
import type { ApiAccess } from '@fleet-auditor/audit/ports/connector.ts'
import { bootstrapObjects } from '@fleet-auditor/simulator/kubernetes/bootstrap-objects.ts'
import type { KubernetesObject } from '@fleet-auditor/simulator/kubernetes/kubernetes-object.ts'
import {
  startKubernetes,
  type KubernetesOptions,
  type RunningKubernetes,
} from '@fleet-auditor/simulator/kubernetes/start-kubernetes.ts'
import { auditorBinding, auditorRole, auditorRules } from '@fleet-auditor/simulator/meshery/auditor-role.ts'
import { kubeSystem } from '@fleet-auditor/simulator/meshery/namespace.ts'
import { nodes } from '@fleet-auditor/simulator/meshery/nodes.ts'
import type { RoleRule } from '@fleet-auditor/simulator/meshery/rbac.ts'

export const clock = { now: () => '2026-01-01T00:00:00.000Z' }
export const plan: CollectionPlan = { provider: 'eks', discoverers: [], vantage: { resolve: {}, connectTo: {} } }

const token = 'auditor-token'

export interface Bench extends Partial<KubernetesOptions> {
  /** Rights of the auditor; all it needs by default. */
  readonly rules?: readonly RoleRule[]
  readonly plan?: Partial<CollectionPlan>
  readonly access?: Partial<ApiAccess>
  readonly requestTimeoutMs?: number
  readonly signal?: AbortSignal
}

export const accessTo = (api: RunningKubernetes): ApiAccess => ({
  server: api.url,
  caPem: api.caPem,
  insecureSkipTlsVerify: false,
  credentials: async () => ({ authorization: `Bearer ${token}` }),
})

/** A plain cluster of two nodes on loopback, with `objects` on top, in which the auditor may read. */
export function startCluster({
  objects = [],
  rules = auditorRules,
  ...options
}: Bench = {}): Promise<RunningKubernetes> {
  const granted = [auditorRole(rules), auditorBinding([{ kind: 'User', name: 'auditor' }])]
  const plain: readonly KubernetesObject[] = [...bootstrapObjects(), ...kubeSystem('uid-of-life'), ...nodes('eks', 2)]
  return startKubernetes({
    users: { [token]: { name: 'auditor' } },
    ...options,
    objects: [...plain, ...granted, ...objects],
  })
}

export interface Collected {
  readonly collection: Collection
  readonly sections: Collection['sections']
  readonly api: RunningKubernetes
}

/** Starts, collects once, closes. */
export async function collectFrom(bench: Bench = {}): Promise<Collected> {
  const api = await startCluster(bench)
  try {
    const { requestTimeoutMs = 5000, signal = new AbortController().signal } = bench
    const collector = createCollector({ clock, requestTimeoutMs })
    const collection = await collector.collect(
      { ...accessTo(api), ...bench.access },
      { ...plan, ...bench.plan },
      signal,
    )
    return { collection, sections: collection.sections, api }
  } finally {
    await api.close()
  }
}

/** Names of the sections that failed, each with its cause. */
export const failuresOf = (sections: Collection['sections']): Record<string, string> =>
  Object.fromEntries(
    Object.entries(sections).flatMap(([name, section]) => (section.status === 'failed' ? [[name, section.cause]] : [])),
  )

/** The detail of a failed section; `''` of a collected one. */
export const detailOf = (section: { readonly status: string; readonly detail?: string }): string => section.detail ?? ''
