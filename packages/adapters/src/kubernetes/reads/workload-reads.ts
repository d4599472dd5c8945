import type { Recognise } from '@fleet-auditor/model/recognise.ts'
import { collected, failed, type Failed, type Section } from '@fleet-auditor/model/section.ts'
import type { ApiClient } from '../client/api-client.ts'
import { listPages } from '../client/list-pages.ts'
import { resources, type Round } from '../client/resource-request.ts'
import { projectTcpServicesName } from '../projections/cloud-route-projection.ts'
import { itemsOf } from '../projections/kubernetes-shapes.ts'
import { selectors } from '../projections/recognition.ts'
import { projectRollout, withRollouts, type Rollout } from '../projections/rollout-projection.ts'
import { projectWorkload, type FoundWorkload } from '../projections/workload-projection.ts'
import { combine, concat } from './combine-sections.ts'
import type { ServedGroup } from './first-round.ts'
import { isAbsent } from './meshery-resources.ts'

type Workloads = Section<readonly FoundWorkload[]>
/** Where a list looks: at what bears a label, in every namespace, or at all of one namespace. */
type Where = { readonly query: { readonly labelSelector: string } } | { readonly namespace: string }
type Looking = { readonly round: Round; readonly declared: Recognise | undefined }

/** What the first round finds by labels alone. */
interface Labelled {
  /** Of Meshery, in every namespace, each once though two selectors may find it. */
  readonly labelled: Promise<Workloads>
  /** ConfigMaps that Deployments of ingress-nginx name, as `namespace/name`. */
  readonly tcpServices: Promise<Section<readonly string[]>>
}

export function readLabelled(client: ApiClient, declared: Recognise | undefined): Labelled {
  const looking: Looking = { round: 1, declared }
  const own = declaredSelectors(declared)
  const where = (labelSelector: string): Where => ({ query: { labelSelector } })
  const deployments = [...selectors.deployments, ...own].map((one) => listDeployments(client, one, declared))
  const statefulSets = [...selectors.statefulSets, ...own].map((one) =>
    listKind(client, 'StatefulSet', where(one), looking),
  )
  const found = deployments.map((list) => list.then((section) => combine([section], workloadsIn)))
  const named = Promise.all(deployments).then((lists) => combine([concat('', lists)], namesIn))
  return {
    labelled: Promise.all([...found, ...statefulSets]).then((lists) => joined(client, lists)),
    tcpServices: named,
  }
}

/** One Deployment: a workload of Meshery, a controller that names a ConfigMap, or neither. */
interface FoundDeployment {
  readonly workloads: readonly FoundWorkload[]
  readonly names: readonly string[]
}

const workloadsIn = (all: readonly FoundDeployment[]): FoundWorkload[] => all.flatMap(({ workloads }) => workloads)
const namesIn = (all: readonly FoundDeployment[]): string[] => all.flatMap(({ names }) => names)

const listDeployments = (
  client: ApiClient,
  labelSelector: string,
  declared: Recognise | undefined,
): Promise<Section<readonly FoundDeployment[]>> =>
  listPages(
    client,
    { resource: resources.deployments, round: 1, query: { labelSelector } },
    itemsOf((item) => ({
      workloads: projectWorkload('Deployment', item, declared),
      names: projectTcpServicesName(item),
    })),
  )

/** One selector for each key that the fleet file declares. */
function declaredSelectors(declared: Recognise | undefined): string[] {
  const pairs = Object.values(declared?.labels ?? {}).flatMap((labels) => labels ?? [])
  const byKey = Map.groupBy(
    pairs.map((pair) => pair.split('=', 2)),
    ([key = '']) => key,
  )
  return [...byKey].map(([key, of]) => `${key} in (${of.map(([, value = '']) => value).join(',')})`)
}

const listKind = (
  client: ApiClient,
  kind: 'Deployment' | 'StatefulSet',
  where: Where,
  { round, declared }: Looking,
): Promise<Workloads> =>
  listPages(
    client,
    { resource: kind === 'Deployment' ? resources.deployments : resources.statefulSets, round, ...where },
    (page, at) => itemsOf((item) => projectWorkload(kind, item, declared))(page, at).flat(),
  )

/** Where workloads are looked for that no label shows. */
interface Further {
  readonly namespaces: readonly string[]
  readonly served: readonly ServedGroup[]
}

/** Adds what images, charts and pods show to be Meshery’s among all workloads of some namespaces. */
export async function readFurther(
  client: ApiClient,
  known: Workloads,
  { namespaces, served }: Further,
  looking: Looking,
): Promise<Workloads> {
  const version = served.find(({ name }) => name === rolloutGroup)?.versions[0]
  const ofNamespace = (namespace: string): Promise<Workloads>[] => [
    listKind(client, 'Deployment', { namespace }, looking),
    listKind(client, 'StatefulSet', { namespace }, looking),
  ]
  const [workloads, rollouts] = await Promise.all([
    Promise.all(namespaces.flatMap(ofNamespace)),
    Promise.all(version === undefined ? [] : namespaces.map((one) => listRollouts(client, version, one, looking))),
  ])
  return combine([joined(client, [known, ...workloads]), concat('', rollouts)], withRollouts)
}

const rolloutGroup = 'argoproj.io'

/** Argo CD serves the same group without this resource. */
async function listRollouts(
  client: ApiClient,
  version: string,
  namespace: string,
  { round, declared }: Looking,
): Promise<Section<readonly Rollout[]>> {
  const list = { resource: { group: rolloutGroup, version, resource: 'rollouts' }, round, namespace }
  const section = await listPages(
    client,
    list,
    itemsOf((item) => projectRollout(item, declared)),
  )
  return (await isAbsent(client, list, section)) ? collected([], '') : section
}

const keyOf = ({ workload: { kind, namespace, name } }: FoundWorkload): string => `${kind}/${namespace}/${name}`

function joined(client: ApiClient, lists: readonly Workloads[]): Workloads {
  const found = combine([concat('', lists)], (all) => [...new Map(all.map((one) => [keyOf(one), one])).values()])
  return found.status === 'failed' ? found : (tooMany(client, found.value) ?? found)
}

/** Of Meshery in one cluster: its chart has a dozen of each. More are not Meshery, and none of them is judged. */
const mostWorkloads = 1000
const mostContainers = 5000

function tooMany({ place }: ApiClient, found: readonly FoundWorkload[]): Failed | undefined {
  const containers = found.reduce((sum, { workload }) => sum + workload.containers.length, 0)
  if (found.length <= mostWorkloads && containers <= mostContainers) return undefined
  const count = `${found.length} workloads with ${containers} containers are taken for Meshery’s`
  return failed('too-large', `${place}: ${count}: at most ${mostWorkloads} with ${mostContainers} are judged`)
}
