import type { KubernetesObject } from '@fleet-auditor/simulator/kubernetes/kubernetes-object.ts'
import { healthyInstall, legacyInstall, modernInstall, serverOnly } from '@fleet-auditor/simulator/meshery/installs.ts'
import { nodes } from '@fleet-auditor/simulator/meshery/nodes.ts'

/** A cluster as data, and what must be found in it, as `kind namespace/name`. */
export interface Story {
  readonly name: string
  readonly objects: () => Promise<readonly KubernetesObject[]>
  readonly found: readonly string[]
}

const served = [
  'Deployment meshery/meshery',
  'Deployment meshery/meshery-operator',
  'Deployment meshery/meshery-meshsync',
]
const resources = ['Broker meshery/meshery-broker', 'MeshSync meshery/meshery-meshsync']
const modern = [...served, 'StatefulSet meshery/meshery-nats', ...resources]
const legacy = [...served, 'StatefulSet meshery/meshery-broker', ...resources]

const workers = nodes('eks', 2)

/** The same objects in a namespace that its name and labels do not give away. */
function elsewhere(): readonly KubernetesObject[] {
  return modernInstall({ namespace: 'platform-tools' }).map((object) => {
    if (object.kind !== 'Namespace') return object
    const { labels: _labels, ...metadata } = object.metadata
    return { ...object, metadata }
  })
}

const simulated = (objects: readonly KubernetesObject[]) => async () => [...workers, ...objects]

export const stories: readonly Story[] = [
  { name: 'modern', objects: simulated(modernInstall()), found: modern },
  { name: 'legacy', objects: simulated(legacyInstall()), found: legacy },
  { name: 'server only', objects: simulated(serverOnly()), found: ['Deployment meshery/meshery'] },
  { name: 'healthy', objects: simulated(healthyInstall()), found: modern },
  {
    name: 'in a namespace of another name, without labels',
    objects: simulated(elsewhere()),
    found: modern.map((one) => one.replace(' meshery/', ' platform-tools/')),
  },
]
