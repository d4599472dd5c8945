import type { KubernetesObject } from '../kubernetes/kubernetes-object.ts'
import { installedAt } from './install-time.ts'
import type { Labels } from './labels.ts'

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

/** A LimitRange whose container defaults fill what workloads leave open. */
export const limitRange = (
  inNamespace: string,
  requests: Readonly<Record<string, string>>,
  limits: Readonly<Record<string, string>>,
): KubernetesObject => ({
  apiVersion: 'v1',
  kind: 'LimitRange',
  metadata: { name: 'defaults', namespace: inNamespace, creationTimestamp: installedAt },
  spec: { limits: [{ type: 'Container', defaultRequest: requests, default: limits }] },
})
