import { createCollector } from '@fleet-auditor/adapters/kubernetes/collector.ts'
import { auditorGroup } from '@fleet-auditor/audit/access/kubernetes-role.ts'
import type { Collection, CollectionPlan } from '@fleet-auditor/audit/ports/collector.ts'
import type { ApiAccess } from '@fleet-auditor/audit/ports/connector.ts'
import type { RoleRule } from '@fleet-auditor/model/policy-rule.ts'
import { sectionRights } from '@fleet-auditor/model/snapshot.ts'
import type { KubernetesObject } from '@fleet-auditor/simulator/kubernetes/kubernetes-object.ts'
import { auditorBinding, auditorRole } from '@fleet-auditor/simulator/meshery/auditor-role.ts'

/** A running API server, real or simulated, that knows the auditor's token. */
export interface OpenedApi {
  readonly url: string
  readonly caPem: string
  /** Adds objects, and changes those that are there. */
  load(objects: readonly KubernetesObject[]): Promise<void>
  /** Forgets what pages were cut from: each `continue` given before is 410 Expired. */
  expirePages(): Promise<void>
  close(): Promise<void>
}

/** Who audits: bound to a role through the group alone. */
export const auditor = { token: 'contract-auditor', name: 'auditor', groups: [auditorGroup] } as const

export const clock = { now: () => new Date().toISOString() }
export const plan: CollectionPlan = { provider: 'kubeconfig', discoverers: [], vantage: { resolve: {}, connectTo: {} } }

export const accessTo = (
  { url, caPem }: Pick<OpenedApi, 'url' | 'caPem'>,
  token: string = auditor.token,
): ApiAccess => ({
  server: url,
  caPem,
  insecureSkipTlsVerify: false,
  credentials: async () => ({ authorization: `Bearer ${token}` }),
})

export const collectFrom = (api: OpenedApi, token?: string): Promise<Collection> =>
  createCollector({ clock }).collect(accessTo(api, token), plan, AbortSignal.timeout(30_000))

/** The rights that some section is collected by, whichever checks are enabled. */
export const everyRight: readonly RoleRule[] = Object.values(sectionRights).flat()

/** A role and its binding to the auditor's group. */
export const auditorAccess = (rules: readonly RoleRule[] = everyRight): readonly KubernetesObject[] => [
  auditorRole(rules),
  auditorBinding([{ kind: 'Group', name: auditorGroup }]),
]
