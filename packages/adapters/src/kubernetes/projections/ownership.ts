import type { ManagedBy } from '@fleet-auditor/model/managed-by.ts'
import { z } from 'zod'
import { given, listOf, metadata } from './kubernetes-shapes.ts'

/** Metadata that names an owner. */
export const ownedMetadata = metadata.extend({
  ownerReferences: listOf(z.object({ apiVersion: z.string(), kind: z.string(), name: z.string() })),
})
type Owned = z.infer<typeof ownedMetadata>

/** Names of objects, releases and applications; anything else in their place is other people's text, and is not stored. */
const name = /^[\w.-]{1,253}$/
const named = (text: string | undefined): string | undefined =>
  text !== undefined && name.test(text) ? text : undefined

/** The operator's resources; every other owner of a workload is Kubernetes' own. */
const operatorKinds = ['Broker', 'MeshSync']

/**
 * Who owns an object: the tool nearest to its source first, since Flux makes Helm releases and Argo CD renders charts.
 * Undefined where a chart made it and nothing names who applied that. Labels and annotations as Argo CD, Flux and Helm
 * document them.
 */
export function managedByOf(meta: Owned): ManagedBy | undefined {
  const maker = meta.ownerReferences.find(({ kind }) => operatorKinds.includes(kind))
  if (maker) {
    const { apiVersion, kind } = maker
    const [group = ''] = apiVersion.split('/')
    return { tool: 'operator', group, kind, name: maker.name }
  }
  const { labels, annotations } = meta
  const chart = chartOf(labels['helm.sh/chart'])
  const flux = fluxOf(labels)
  if (flux) return { ...flux, ...chart }
  const application = named(labels['argocd.argoproj.io/instance']) ?? named(annotations[trackingId]?.split(':')[0])
  if (application !== undefined) return { tool: 'argo-cd', application, ...chart }
  const release = named(annotations['meta.helm.sh/release-name'])
  const namespace = named(annotations['meta.helm.sh/release-namespace']) ?? meta.namespace
  if (release !== undefined) return { tool: 'helm', namespace, release, ...chart }
  return labels['app.kubernetes.io/managed-by'] === 'Helm' ? undefined : { tool: 'none' }
}

/** `<application>:<group>/<kind>:<namespace>/<name>` */
const trackingId = 'argocd.argoproj.io/tracking-id'

function fluxOf(labels: Owned['labels']): Extract<ManagedBy, { tool: 'flux' }> | undefined {
  for (const [prefix, kind] of [
    ['helm', 'HelmRelease'],
    ['kustomize', 'Kustomization'],
  ] as const) {
    const [own, namespace] = ['name', 'namespace'].map((part) => named(labels[`${prefix}.toolkit.fluxcd.io/${part}`]))
    if (own !== undefined && namespace !== undefined) return { tool: 'flux', kind, namespace, name: own }
  }
  return undefined
}

/** `meshery-operator-v1.0.64`: a chart's name may have dashes, and its version begins with a digit or a v. */
function chartOf(label: string | undefined): { chart?: string; version?: string } {
  const [, chart, version] = /^(.+?)-(v?\d+\.\d+\.\d[\w.-]*)$/.exec(named(label) ?? '') ?? []
  // A label may not hold the `+` of a version.
  return given({ chart, version: version?.replaceAll('_', '+') })
}

const fieldManagers = z.object({ metadata: z.object({ managedFields: listOf(z.object({ manager: z.string() })) }) })

/** Of a Broker or MeshSync: Meshery Server writes its settings under a field manager of its own (M§0, Corrections). */
export function resourceManagedBy(meta: Owned, item: unknown): ManagedBy | undefined {
  const owner = managedByOf(meta)
  if (owner?.tool === 'argo-cd' || owner?.tool === 'flux') return owner
  const managers = fieldManagers.parse(item).metadata.managedFields
  return managers.some(({ manager }) => manager === 'meshery-server') ? { tool: 'meshery-server' } : owner
}
