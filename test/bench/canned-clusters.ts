import { bootstrapObjects } from '@fleet-auditor/simulator/kubernetes/bootstrap-objects.ts'
import type { KubernetesObject, LazyObjects } from '@fleet-auditor/simulator/kubernetes/kubernetes-object.ts'
import { auditorBinding, auditorRole } from '@fleet-auditor/simulator/meshery/auditor-role.ts'
import { legacyInstall, modernInstall } from '@fleet-auditor/simulator/meshery/installs.ts'
import { kubeSystem } from '@fleet-auditor/simulator/meshery/namespace.ts'
import { lazyNodes, nodes } from '@fleet-auditor/simulator/meshery/nodes.ts'
import { clusterRoleBinding, serviceAccount } from '@fleet-auditor/simulator/meshery/rbac.ts'

/** Which cluster is served, as data that goes to a server's process. */
export interface CannedCluster {
  readonly install: 'modern' | 'legacy' | 'node-port' | 'none'
  readonly nodes: number
}

export const small: CannedCluster = { install: 'modern', nodes: 3 }

const installs: Readonly<Record<CannedCluster['install'], () => readonly KubernetesObject[]>> = {
  modern: () => modernInstall(),
  legacy: () => legacyInstall(),
  'node-port': () => modernInstall({ server: { exposure: { type: 'NodePort', nodePort: 30_081 } } }),
  none: () => [],
}

/** Controllers of a real API server have a binding each; the simulator's bootstrap leaves them out. */
const controllers = Array.from({ length: 45 }, (_, index) => `controller-${String(index).padStart(2, '0')}`)

const imagesListed = 50 // the kubelet's own limit: nodes of 8 to 15 KB
const listedAtOnce = 100

export function objectsOf({ install, nodes: count }: CannedCluster): {
  objects: readonly KubernetesObject[]
  lazy: readonly LazyObjects[]
} {
  const bindings = controllers.map((name) =>
    clusterRoleBinding({ name: `system:controller:${name}` }, `system:controller:${name}`, [
      serviceAccount('kube-system', name),
    ]),
  )
  const plain = [...bootstrapObjects(), ...kubeSystem('uid-of-life'), ...bindings]
  const granted = [auditorRole(), auditorBinding([{ kind: 'User', name: 'auditor' }])]
  const few = count <= listedAtOnce ? nodes('eks', count, { images: imagesListed }) : []
  const many = count > listedAtOnce ? [lazyNodes('eks', count, { images: imagesListed })] : []
  return { objects: [...plain, ...granted, ...few, ...installs[install]()], lazy: many }
}
