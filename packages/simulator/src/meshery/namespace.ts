import type { KubernetesObject } from '../kubernetes/kubernetes-object.ts'
import { installedAt, type Labels } from './release.ts'

export const namespace = (name: string, labels: Labels = {}): KubernetesObject => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name, creationTimestamp: installedAt, labels: { 'kubernetes.io/metadata.name': name, ...labels } },
  spec: { finalizers: ['kubernetes'] },
  status: { phase: 'Active' },
})

/** The namespaces of an empty cluster; the UID of `kube-system` is the cluster's identity. */
export function kubeSystem(uid: string): readonly KubernetesObject[] {
  const system = namespace('kube-system')
  return [namespace('default'), { ...system, metadata: { ...system.metadata, uid } }]
}
