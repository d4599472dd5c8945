import { bootstrapObjects } from '@fleet-auditor/simulator/kubernetes/bootstrap-objects.ts'
import type { KubernetesObject } from '@fleet-auditor/simulator/kubernetes/kubernetes-object.ts'
import {
  startKubernetes,
  type KubernetesOptions,
  type RunningKubernetes,
} from '@fleet-auditor/simulator/kubernetes/start-kubernetes.ts'
import { kubeSystem } from '@fleet-auditor/simulator/meshery/namespace.ts'

export const users = {
  admin: { name: 'admin', groups: ['system:masters'] },
  bob: { name: 'bob', groups: ['team'], uid: '2' },
  operator: { name: 'system:serviceaccount:meshery:meshery-operator' },
} as const

/** A cluster with bootstrap roles, `kube-system`, three users, and the objects given. */
export const startCluster = (
  objects: readonly KubernetesObject[] = [],
  options: Partial<KubernetesOptions> = {},
): Promise<RunningKubernetes> =>
  startKubernetes({
    objects: [...bootstrapObjects(), ...kubeSystem('0d1e2f30-0000-4000-8000-000000000001'), ...objects],
    users,
    now: () => new Date('2026-08-10T11:00:00Z'),
    ...options,
  })
