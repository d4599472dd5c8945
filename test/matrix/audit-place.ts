import { brokerConnectionsRule } from '@fleet-auditor/audit/access/kubernetes-role.ts'
import type { TargetResult } from '@fleet-auditor/audit/results/target-result.ts'
import { createAuthority } from '@fleet-auditor/simulator/certificates.ts'
import { bootstrapObjects } from '@fleet-auditor/simulator/kubernetes/bootstrap-objects.ts'
import type { KubernetesObject } from '@fleet-auditor/simulator/kubernetes/kubernetes-object.ts'
import { startKubernetes } from '@fleet-auditor/simulator/kubernetes/start-kubernetes.ts'
import { kubeSystem } from '@fleet-auditor/simulator/meshery/namespace.ts'
import { accessTo, auditor, auditorAccess, everyRight } from '../contract/opened-api.ts'
import { audited, auditedAt, type AuditedWorld } from './audited.ts'
import type { Place } from './places.ts'

/** A simulated API server at a place, in which one cluster after the other is audited. */
interface OpenedPlace {
  audit(objects: readonly KubernetesObject[], world: AuditedWorld): Promise<TargetResult>
  close(): Promise<void>
}

const authority = createAuthority()
const common = [
  ...bootstrapObjects(),
  ...kubeSystem('uid-of-matrix'),
  ...auditorAccess([...everyRight, brokerConnectionsRule]),
]

export async function openPlace({ gitVersion }: Pick<Place, 'gitVersion'>): Promise<OpenedPlace> {
  const { token, name, groups } = auditor
  const api = await startKubernetes({
    objects: common,
    users: { [token]: { name, groups } },
    authority: await authority,
    gitVersion,
    now: () => new Date(auditedAt),
  })
  return {
    audit: (objects, world) => {
      api.replaceObjects([...common, ...objects])
      return audited({ ...world, access: accessTo(api) })
    },
    close: () => api.close(),
  }
}
