import { parseImage, repositoryOf, type ImageReference } from '@fleet-auditor/model/image-reference.ts'
import type { Component, Generation } from '@fleet-auditor/model/workload.ts'

/** What names a Meshery workload: its kind, name and labels, and of its containers what distinguishes the generations. */
export interface Candidate {
  readonly kind: 'Deployment' | 'StatefulSet'
  readonly name: string
  readonly labels: Readonly<Record<string, string>>
  readonly containers: readonly CandidateContainer[]
}

interface CandidateContainer {
  readonly name: string
  readonly image: string
  readonly env: readonly { readonly name: string }[]
  readonly ports: readonly { readonly hostPort?: number | undefined }[]
}

interface Recognised {
  readonly component: Component
  readonly generation?: Generation
}

/** Subcharts of the chart `meshery` over the years (meshery.md §1.5). */
const adapters = [
  'app-mesh',
  'cilium',
  'consul',
  'cpx',
  'istio',
  'kuma',
  'linkerd',
  'nginx-sm',
  'nighthawk',
  'nsm',
  'osm',
  'perf',
  'traefik-mesh',
].map((mesh) => `meshery-${mesh}`)

/** Label selectors that find every Deployment and StatefulSet of Meshery, and of NATS, in any namespace. */
export const selectors = {
  deployments: [`app.kubernetes.io/name in (meshery,meshery-operator,${adapters.join(',')})`, 'app=meshery'],
  statefulSets: ['app.kubernetes.io/name=nats', 'app=meshery'],
} as const

const byName: ReadonlyMap<string, Component> = new Map([
  ['meshery', 'server'],
  ['meshery-operator', 'operator'],
  ...adapters.map((name) => [name, 'adapter'] as const),
])

/** Kustomize and the operator itself label `app=meshery` with one of these as `component`. */
const byComponent: ReadonlyMap<string, Component> = new Map([
  ['operator', 'operator'],
  ['meshsync', 'meshsync'],
  ['broker', 'broker'],
])

const natsName = 'meshery-nats'

/** Which part of Meshery a workload is, and of which generation where that shows (meshery.md §1.6); `undefined`: none. */
export function recognise(candidate: Candidate): Recognised | undefined {
  const component = componentOf(candidate)
  if (!component) return undefined
  const generation = generationOf[component](candidate)
  return generation ? { component, generation } : { component }
}

function componentOf({ kind, name, labels, containers }: Candidate): Component | undefined {
  const named = labels['app.kubernetes.io/name']
  if (kind === 'StatefulSet') {
    if (labels['app'] === 'meshery' && labels['component'] === 'broker') return 'broker'
    const isMesherys = name === natsName || labels['app.kubernetes.io/instance'] === natsName
    return named === 'nats' && isMesherys ? 'broker' : undefined
  }
  if (named !== undefined && byName.has(named)) return byName.get(named)
  if (labels['app'] !== 'meshery') return undefined
  const component = byComponent.get(labels['component'] ?? '')
  if (component) return component
  // Manifests older than the chart carry no more than `app=meshery`; there the image decides.
  return containers.map(({ image }) => byName.get(repositoryOf(parseImage(image)))).find((found) => found !== undefined)
}

const generationOf: Readonly<Record<Component, (candidate: Candidate) => Generation | undefined>> = {
  server: () => undefined,
  adapter: () => undefined,
  operator: operatorGeneration,
  meshsync: meshSyncGeneration,
  broker: ({ labels }) => (labels['component'] === 'broker' ? 'legacy' : 'modern'),
}

/** Operators before 1.0 shipped with kube-rbac-proxy beside the manager; the tag decides where it is a version. */
function operatorGeneration({ containers }: Candidate): Generation | undefined {
  const proxied = containers.some(
    ({ name, image }) => name === 'kube-rbac-proxy' || repositoryOf(parseImage(image)) === 'kube-rbac-proxy',
  )
  if (proxied) return 'legacy'
  const major = majorOf(
    parseImage(containers.find(({ name }) => name === 'manager')?.image ?? containers[0]?.image ?? ''),
  )
  return major === 0 ? 'legacy' : 'modern'
}

/** Only the modern operator gives MeshSync a token; only the old one gave it a host port. */
function meshSyncGeneration({ containers }: Candidate): Generation | undefined {
  if (containers.some(({ env }) => env.some(({ name }) => name === 'NATS_TOKEN'))) return 'modern'
  return containers.some(({ ports }) => ports.some(({ hostPort }) => hostPort !== undefined)) ? 'legacy' : undefined
}

function majorOf({ tag }: ImageReference): number | undefined {
  const major = /^v?(\d+)\.\d+\.\d+/.exec(tag ?? '')?.[1]
  return major === undefined ? undefined : Number(major)
}
