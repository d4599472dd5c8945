import { listAt, recordAt } from '@fleet-auditor/simulator/kubernetes/json-reader.ts'
import type { KubernetesObject } from '@fleet-auditor/simulator/kubernetes/kubernetes-object.ts'
import type { ContainerSpec } from '@fleet-auditor/simulator/meshery/workload.ts'

type Change = (object: KubernetesObject) => KubernetesObject

/** Objects after each of some changes, in that order. */
export const changed = (
  objects: readonly KubernetesObject[],
  ...changes: readonly Change[]
): readonly KubernetesObject[] => changes.reduce((before, change) => before.map(change), objects)

/** A change of one object, by its kind and name. */
export const ofObject =
  (kind: string, name: string, change: Change): Change =>
  (object) =>
    object.kind === kind && object.metadata.name === name ? change(object) : object

/** The object with `edits` in its spec. */
export const withSpec =
  (edits: Readonly<Record<string, unknown>>): Change =>
  (object) => ({ ...object, spec: { ...recordAt(object, 'spec'), ...edits } })

/** The object with `edits` in its status. */
export const withStatus =
  (edits: Readonly<Record<string, unknown>>): Change =>
  (object) => ({ ...object, status: { ...recordAt(object, 'status'), ...edits } })

/** Labels of the object, and of the pods that it makes; both in place of its own. */
export const labelled =
  (labels: Readonly<Record<string, string>>, podLabels: Readonly<Record<string, string>>): Change =>
  ({ ...object }) => ({
    ...object,
    metadata: { ...object.metadata, labels },
    spec: {
      ...recordAt(object, 'spec'),
      selector: { matchLabels: podLabels },
      template: { ...recordAt(object, 'spec', 'template'), metadata: { labels: podLabels } },
    },
  })

/** Every container of a Deployment or StatefulSet, changed. */
export const ofContainers =
  (change: (container: ContainerSpec) => ContainerSpec): Change =>
  (object) => {
    if (object.kind !== 'Deployment' && object.kind !== 'StatefulSet') return object
    const template = recordAt(object, 'spec', 'template')
    const pod = recordAt(template, 'spec')
    // containers of an install that the simulator made
    const containers = (listAt(pod, 'containers') as readonly ContainerSpec[]).map(change)
    return withSpec({ template: { ...template, spec: { ...pod, containers } } })(object)
  }

/** Images by a digest, as an engineer pins those whose tag moves. */
export const pinned: Change = ofContainers((container) => ({
  ...container,
  image: `${container.image.replace(/@.*/, '')}@sha256:${'1f'.repeat(32)}`,
}))

/** Requests and limits where a container has none. */
export const withResources: Change = ofContainers((container) => {
  const set = Object.keys(recordAt(container, 'resources')).length > 0
  const quantities = { cpu: '100m', memory: container['name'] === 'meshery' ? '2Gi' : '512Mi' }
  return set ? container : { ...container, resources: { requests: quantities, limits: quantities } }
})

/** Workloads as Argo CD marks what it applies from Git. */
export const appliedFromGit: Change = (object) =>
  object.kind === 'Deployment' || object.kind === 'StatefulSet'
    ? {
        ...object,
        metadata: {
          ...object.metadata,
          labels: { ...object.metadata.labels, 'argocd.argoproj.io/instance': 'meshery' },
        },
      }
    : object
