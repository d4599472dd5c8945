import type { KubernetesObject } from '../kubernetes/kubernetes-object.ts'
import { installedAt } from './release.ts'

interface DefinitionOptions {
  readonly group: string
  readonly kind: 'Broker' | 'MeshSync'
  readonly versions: readonly string[]
}

const brokerColumns = [
  { jsonPath: '.spec.size', name: 'Size', type: 'integer' },
  { jsonPath: '.status.endpoint.external', name: 'External', type: 'string' },
  { jsonPath: '.status.endpoint.internal', name: 'Internal', type: 'string' },
  { jsonPath: '.metadata.creationTimestamp', name: 'Age', type: 'date' },
]

const openSchema = { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } }

/** The CustomResourceDefinitions of one generation (meshery.md §1.6, §3): the newest version is stored. */
export function mesheryDefinitions(generation: 'modern' | 'legacy', group = 'meshery.io'): readonly KubernetesObject[] {
  const versions = generation === 'modern' ? ['v1alpha1', 'v1alpha2'] : ['v1alpha1']
  return (['Broker', 'MeshSync'] as const).map((kind) => definition({ group, kind, versions }))
}

function definition({ group, kind, versions }: DefinitionOptions): KubernetesObject {
  const singular = kind.toLowerCase()
  const names = { kind, listKind: `${kind}List`, plural: `${singular}s`, singular }
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${names.plural}.${group}`, creationTimestamp: installedAt, generation: 1 },
    spec: {
      group,
      scope: 'Namespaced',
      names: kind === 'Broker' ? { ...names, shortNames: ['br'], categories: ['meshery'] } : names,
      conversion: { strategy: 'None' },
      versions: versions.map((version) => ({
        name: version,
        served: true,
        storage: version === versions.at(-1),
        schema: openSchema,
        subresources: { status: {} },
        additionalPrinterColumns: kind === 'Broker' ? brokerColumns : undefined,
      })),
    },
    status: {
      acceptedNames: names,
      conditions: [
        { type: 'Established', status: 'True', reason: 'InitialNamesAccepted', lastTransitionTime: installedAt },
      ],
      storedVersions: versions.slice(-1),
    },
  }
}

/** Processing stays True for ever, and Ready shows only that the last reconciliation succeeded (meshery.md §3.3). */
export const settledConditions = (message: string) => [
  condition('Processing', 'True', 'Reconciling', 'Reconciling'),
  condition('Ready', 'True', 'ReconciliationSuccessful', message),
]

export const condition = (type: string, status: string, reason: string, message: string) => ({
  type,
  status,
  reason,
  message,
  observedGeneration: 1,
  lastTransitionTime: installedAt,
})
