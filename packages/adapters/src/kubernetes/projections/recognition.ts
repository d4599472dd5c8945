import { parseImage, repositoryOf } from '@fleet-auditor/model/image-reference.ts'
import type { Recognise } from '@fleet-auditor/model/recognise.ts'
import { matches } from '@fleet-auditor/model/selector.ts'
import { Component, type Generation } from '@fleet-auditor/model/workload.ts'
import type { Candidate, CandidateContainer, Labels } from './candidate.ts'
import { generationOf } from './component-generation.ts'

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

/** Controllers of ingress-nginx by their charts’ label. They are asked for beside Meshery’s own Deployments, which saves a list. */
export const controllers = 'ingress-nginx,rke2-ingress-nginx'

/** Label selectors of Meshery’s own workloads, and of NATS, in any namespace. */
export const selectors = {
  deployments: [
    `app.kubernetes.io/name in (meshery,meshery-operator,${adapters.join(',')},${controllers})`,
    'app=meshery',
  ],
  statefulSets: ['app.kubernetes.io/name in (meshery,nats)', 'app=meshery'],
} as const

/** By `app.kubernetes.io/name`, by the chart's name, and by the repository of an image. */
const byName: ReadonlyMap<string, Component> = new Map([
  ['meshery', 'server'],
  ['meshery-operator', 'operator'],
  ...adapters.map((name) => [name, 'adapter'] as const),
])

/** MeshSync is made by the operator, and comes with no chart of its own. */
const byRepository: ReadonlyMap<string, Component> = new Map([
  ...byName,
  ['meshsync', 'meshsync'],
  ['meshery-meshsync', 'meshsync'],
])

/** Kustomize and the operator itself label `app=meshery` with one of these as `component`. */
const byComponent: ReadonlyMap<string, Component> = new Map([
  ['operator', 'operator'],
  ['meshsync', 'meshsync'],
  ['broker', 'broker'],
])

/** Names of containers in every chart and manifest of Meshery. */
const containersOf: Readonly<Record<Component, RegExp>> = {
  server: /^meshery(-server)?$/,
  operator: /^(manager|(meshery-)?operator)$/,
  meshsync: /^(meshery-)?meshsync$/,
  broker: /^nats$/,
  adapter: new RegExp(`^(${adapters.join('|')})$`),
}

const natsName = 'meshery-nats'

/** Which part of Meshery a workload is, and of which generation where that shows (meshery.md §1.6); `undefined`: none. */
export function recognise(candidate: Candidate, declared?: Recognise): Recognised | undefined {
  const component = declaredComponent(candidate, declared) ?? labelledComponent(candidate) ?? imageComponent(candidate)
  if (!component) return undefined
  const generation = generationOf[component](candidate)
  return generation ? { component, generation } : { component }
}

/** What the fleet file calls a part of Meshery is one. */
function declaredComponent({ labels, podLabels, containers }: Candidate, declared?: Recognise): Component | undefined {
  const has = (label: string): boolean => {
    const [key = '', value] = label.split('=', 2)
    return [labels, podLabels].some((of) => Object.hasOwn(of, key) && of[key] === value)
  }
  const names = containers.flatMap(({ image }) => parseImage(image).name || [])
  return Component.options.find(
    (component) =>
      declared?.labels[component]?.some(has) || declared?.images[component]?.some((image) => matches([image], names)),
  )
}

/** By the labels of the workload, else of its pods. Other software may bear the same: image or container must fit. */
function labelledComponent(candidate: Candidate): Component | undefined {
  const { labels, podLabels, containers } = candidate
  const named = [componentByLabels(candidate, labels), componentByLabels(candidate, podLabels)]
  return named.find((component) => component !== undefined && containers.some((one) => isOf(component, one)))
}

function componentByLabels({ kind, name, labels: own }: Candidate, labels: Labels): Component | undefined {
  const named = labels['app.kubernetes.io/name'] ?? ''
  // `helm.sh/chart: meshery-v1.0.64` outlasts `nameOverride`, which changes the name.
  const chart = /^(.+?)-v?\d/.exec(labels['helm.sh/chart'] ?? '')?.[1] ?? ''
  if (named === 'nats') {
    const isMesherys = name === natsName || labels['app.kubernetes.io/instance'] === natsName
    return kind === 'StatefulSet' && labels === own && isMesherys ? 'broker' : undefined
  }
  const component = labels['app'] === 'meshery' ? byComponent.get(labels['component'] ?? '') : undefined
  return byName.get(named) ?? byName.get(chart) ?? component
}

/** A container that this part of Meshery has, by its image or by its name. */
function isOf(component: Component, { name, image }: CandidateContainer): boolean {
  const repository = repositoryOf(parseImage(image))
  if (component === 'broker' && /^nats(-server|-alpine)?$/.test(repository)) return true
  return byRepository.get(repository) === component || containersOf[component].test(name)
}

/**
 * By an image that Meshery publishes, under whatever registry or path; one of that name of another publisher only
 * where the container, too, is called as in Meshery’s manifests, or as the chart or workload that it is in.
 */
function imageComponent({ name, labels, containers }: Candidate): Component | undefined {
  for (const container of containers) {
    const reference = parseImage(container.image)
    const component = byRepository.get(repositoryOf(reference))
    if (!component) continue
    const isPublished = /(^|\/)(meshery|layer5)\/[^/]+$/.test(reference.name)
    const isNamed = [name, labels['app.kubernetes.io/name'], labels['app']].includes(container.name)
    if (isPublished || isNamed || containersOf[component].test(container.name)) return component
  }
  return undefined
}
