import type { KubernetesObject } from '@fleet-auditor/simulator/kubernetes/kubernetes-object.ts'

interface Relabelling {
  /** In place of all labels of the workload. */
  readonly labels?: Readonly<Record<string, string>>
  /** In place of all labels of its pods, and of what selects them. */
  readonly podLabels?: Readonly<Record<string, string>>
  readonly container?: string
  readonly image?: string
  readonly namespace?: string
  readonly replicas?: number
}

interface Spec {
  readonly template: { readonly spec: { readonly containers: readonly Record<string, unknown>[] } }
  readonly [field: string]: unknown
}

/** A workload of an install under other labels, names and images, as another way of installing leaves it. */
export const relabelled = (
  objects: readonly KubernetesObject[],
  name: string,
  edits: Relabelling,
): readonly KubernetesObject[] =>
  objects.map((object) => (isWorkload(object) && object.metadata.name === name ? edited(object, edits) : object))

const isWorkload = ({ kind }: KubernetesObject): boolean => kind === 'Deployment' || kind === 'StatefulSet'

function edited(object: KubernetesObject, edits: Relabelling): KubernetesObject {
  const spec = object['spec'] as Spec // of a workload that the simulator made
  const { labels, podLabels, container, image, namespace, replicas } = edits
  const [first, ...others] = spec.template.spec.containers
  const containers = [{ ...first, ...(container ? { name: container } : {}), ...(image ? { image } : {}) }, ...others]
  const template = {
    ...spec.template,
    ...(podLabels ? { metadata: { labels: podLabels } } : {}),
    spec: { ...spec.template.spec, containers },
  }
  return {
    ...object,
    metadata: { ...object.metadata, ...(labels ? { labels } : {}), ...(namespace ? { namespace } : {}) },
    spec: {
      ...spec,
      ...(podLabels ? { selector: { matchLabels: podLabels } } : {}),
      ...(replicas === undefined ? {} : { replicas }),
      template,
    },
  }
}

/** A Deployment as a Rollout of Argo Rollouts with the same pods. */
export const rolledOut = (objects: readonly KubernetesObject[], name: string): readonly KubernetesObject[] =>
  objects.map((object) =>
    isWorkload(object) && object.metadata.name === name
      ? {
          ...object,
          apiVersion: 'argoproj.io/v1alpha1',
          kind: 'Rollout',
          status: { observedGeneration: '1', readyReplicas: 1 },
        }
      : object,
  )
