import { bootstrapObjects } from '@fleet-auditor/simulator/kubernetes/bootstrap-objects.ts'
import type { KubernetesObject } from '@fleet-auditor/simulator/kubernetes/kubernetes-object.ts'
import {
  startKubernetes,
  type KubernetesOptions,
  type RunningKubernetes,
} from '@fleet-auditor/simulator/kubernetes/start-kubernetes.ts'
import { auditorBinding, auditorRole } from '@fleet-auditor/simulator/meshery/auditor-role.ts'
import { healthyInstall, serverOnly } from '@fleet-auditor/simulator/meshery/installs.ts'
import { kubeSystem } from '@fleet-auditor/simulator/meshery/namespace.ts'
import { nodes } from '@fleet-auditor/simulator/meshery/nodes.ts'

export const token = 'token-of-the-auditor'

/** Objects of a cluster of two EKS nodes in which the auditor may read; `uid` sets it apart from others. */
export const clusterObjects = (uid: string, installed: readonly KubernetesObject[]): readonly KubernetesObject[] => [
  ...bootstrapObjects(),
  ...kubeSystem(uid),
  ...nodes('eks', 2),
  auditorRole(),
  auditorBinding([{ kind: 'User', name: 'auditor' }]),
  ...installed,
]

/** Chart defaults of the Server alone: some findings, one of them high. */
export const careless = (uid: string): readonly KubernetesObject[] => clusterObjects(uid, serverOnly())

/** Nothing that any check finds fault with. */
export const healthy = (uid: string): readonly KubernetesObject[] => clusterObjects(uid, healthyInstall())

/** An API server on loopback. */
export const startCluster = (
  objects: readonly KubernetesObject[],
  options: Partial<KubernetesOptions> = {},
): Promise<RunningKubernetes> => startKubernetes({ users: { [token]: { name: 'auditor' } }, ...options, objects })

export interface Context {
  readonly cluster: object
  readonly user: object
}

const base64 = (text: string): string => Buffer.from(text).toString('base64')

/** A cluster and its user in a kubeconfig; `cluster` and `user` replace what is there. */
export const contextOf = (api: RunningKubernetes, change: Partial<Context> = {}): Context => ({
  cluster: { server: api.url, 'certificate-authority-data': base64(api.caPem), ...change.cluster },
  user: change.user ?? { token },
})

/** A kubeconfig as JSON, which is YAML too; the first context is the current one. */
export function kubeconfigOf(contexts: Readonly<Record<string, Context>>): string {
  const names = Object.keys(contexts)
  const list = Object.entries(contexts)
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': names[0],
    contexts: names.map((name) => ({ name, context: { cluster: name, user: name } })),
    clusters: list.map(([name, { cluster }]) => ({ name, cluster })),
    users: list.map(([name, { user }]) => ({ name, user })),
  })
}
