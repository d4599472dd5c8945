/** When the example installs were made; everything in them has been settled ever since. */
export const installedAt = '2026-08-10T10:04:00Z'

export type Labels = Readonly<Record<string, string>>

/** What a Helm release writes on its objects (meshery.md §1.1). */
export interface Release {
  readonly chart: string
  readonly name: string
  readonly namespace: string
  readonly chartVersion: string
}

export const selectorLabels = ({ chart, name }: Release): Labels => ({
  'app.kubernetes.io/instance': name,
  'app.kubernetes.io/name': chart,
})

const helmLabels = (release: Release): Labels => ({
  ...selectorLabels(release),
  'app.kubernetes.io/managed-by': 'Helm',
  'app.kubernetes.io/version': release.chartVersion,
  'helm.sh/chart': `${release.chart}-${release.chartVersion}`,
})

export const helmAnnotations = ({ name, namespace }: Release): Labels => ({
  'meta.helm.sh/release-name': name,
  'meta.helm.sh/release-namespace': namespace,
})

/** Labels, annotations and place of one object of a release. */
export const helmMetadata = (release: Release, name: string) => ({
  name,
  namespace: release.namespace,
  labels: helmLabels(release),
  annotations: helmAnnotations(release),
})

/** The operator's own labels: on MeshSync always, on the Broker in the legacy generation. */
export const componentLabels = (component: 'broker' | 'meshsync'): Labels => ({ app: 'meshery', component })

export const managementPlane: Labels = { 'meshery/component-type': 'management-plane' }
