import type { Failed, Section } from '@fleet-auditor/model/section.ts'
import type { SectionValue } from '@fleet-auditor/model/snapshot.ts'
import type { ApiClient } from '../client/api-client.ts'
import { listPages, listRetained, type ProjectPage } from '../client/list-pages.ts'
import { nextRound, resources, type Resource, type Round } from '../client/resource-request.ts'
import { itemsOf } from '../projections/kubernetes-shapes.ts'
import { projectJob, projectLease, projectLimitRange, projectService } from '../projections/namespace-projections.ts'
import { podsOf, projectPod } from '../projections/pod-projection.ts'
import type { FoundWorkload } from '../projections/workload-projection.ts'
import { concat } from './combine-sections.ts'
import type { Recognised } from './recognised.ts'

type Workloads = Section<readonly FoundWorkload[]>
type Resources = Section<readonly { readonly namespace: string }[]>

/** What is read of each namespace that holds Meshery. */
interface NamespaceFacts {
  readonly services: Section<SectionValue<'services'>>
  readonly pods: Section<SectionValue<'pods'>>
  readonly leases: Section<SectionValue<'leases'>>
  readonly limitRanges: Section<SectionValue<'limitRanges'>>
  readonly crdJobs: Section<SectionValue<'crdJobs'>>
}

/** The hook Job of the Operator's chart, whose full name is fixed there. */
const crdJob = { fieldSelector: 'metadata.name=meshery-operator-crd-update' } as const

/** The workloads that pods may belong to; none where they could not be read. */
interface Owners {
  readonly found: Promise<readonly FoundWorkload[]>
  readonly at: string
}

async function readNamespaces(
  client: ApiClient,
  namespaces: readonly string[],
  round: Round,
  { found, at }: Owners,
): Promise<NamespaceFacts> {
  const inEach = async <T>(
    resource: Resource,
    project: ProjectPage<T>,
    query?: Readonly<Record<string, string>>,
  ): Promise<Section<T[]>> => {
    const list = (namespace: string) => listPages(client, { resource, round, namespace, query }, project)
    return concat(at, await Promise.all(namespaces.map(list)))
  }
  // Listed beside the workloads that no label shows, so that these cost no round: each page waits for its owners.
  const podsIn = (namespace: string) =>
    listRetained(client, { resource: resources.pods, round, namespace }, itemsOf(projectPod), async (pods) =>
      podsOf(await found, pods),
    )
  const [services, pods, leases, limitRanges, crdJobs] = await Promise.all([
    inEach(resources.services, itemsOf(projectService)),
    Promise.all(namespaces.map(podsIn)).then((lists) => concat(at, lists)),
    inEach(resources.leases, itemsOf(projectLease)),
    inEach(resources.limitRanges, itemsOf(projectLimitRange)),
    inEach(resources.jobs, itemsOf(projectJob), crdJob),
  ])
  return { services, pods, leases, limitRanges, crdJobs }
}

/** Namespaces of several rounds together. */
const joined = (parts: readonly NamespaceFacts[]): NamespaceFacts => ({
  services: concat(
    '',
    parts.map(({ services }) => services),
  ),
  pods: concat(
    '',
    parts.map(({ pods }) => pods),
  ),
  leases: concat(
    '',
    parts.map(({ leases }) => leases),
  ),
  limitRanges: concat(
    '',
    parts.map(({ limitRanges }) => limitRanges),
  ),
  crdJobs: concat(
    '',
    parts.map(({ crdJobs }) => crdJobs),
  ),
})

const allFailed = (failure: Failed): NamespaceFacts => ({
  services: failure,
  pods: failure,
  leases: failure,
  limitRanges: failure,
  crdJobs: failure,
})

interface Dependencies {
  readonly labelled: Promise<Workloads>
  readonly recognised: Promise<Recognised>
  /** Meshery's custom resources, known after the second round. */
  readonly resources: Promise<readonly Resources[]>
}

/** Namespaces that hold a workload of Meshery by its labels: known after the first round. */
export async function readLabelledNamespaces(
  client: ApiClient,
  { labelled, recognised }: Pick<Dependencies, 'labelled' | 'recognised'>,
): Promise<NamespaceFacts> {
  const byLabels = await labelled
  if (byLabels.status === 'failed') return allFailed(byLabels)
  return readNamespaces(client, namespacesOf(byLabels), 2, { found: recognised.then(workloadsOf), at: byLabels.at })
}

/**
 * Adds the namespaces that only Brokers and MeshSyncs lie in, then those of workloads that no label shows. Where there is
 * no workload, these resources alone show where to look, so that not having them is not knowing where.
 */
export async function addNamespaces(
  client: ApiClient,
  inLabelled: Promise<NamespaceFacts>,
  { labelled, recognised, resources }: Dependencies,
): Promise<NamespaceFacts> {
  const [byLabels, lists] = await Promise.all([labelled, resources])
  if (byLabels.status === 'failed') return inLabelled
  const owners = { found: recognised.then(workloadsOf), at: byLabels.at }
  const known = namespacesOf(byLabels)
  const lying = lists.flatMap((one) => (one.status === 'failed' ? [] : one.value)).map(({ namespace }) => namespace)
  const others = [...new Set(lying)].filter((namespace) => !known.includes(namespace))
  const inOthers = readNamespaces(client, others, 3, owners)
  const all = await recognised
  const later = namespacesOf(all.found).filter((namespace) => !known.includes(namespace) && !others.includes(namespace))
  const inLater = readNamespaces(client, later, nextRound(all.round), owners)
  const parts = await Promise.all([inLabelled, inOthers, inLater])
  if (all.found.status === 'failed') return allFailed(all.found)
  const failure = lists.find((section) => section.status === 'failed')
  return failure && all.found.value.length === 0 ? allFailed(failure) : joined(parts)
}

const workloadsOf = ({ found }: Pick<Recognised, 'found'>): readonly FoundWorkload[] =>
  found.status === 'failed' ? [] : found.value

const namespacesOf = (found: Workloads): string[] => [
  ...new Set(workloadsOf({ found }).map(({ workload }) => workload.namespace)),
]
