import type { Collected, Failed, Section } from '@fleet-auditor/model/section.ts'
import type { SectionValue } from '@fleet-auditor/model/snapshot.ts'
import type { PodState } from '@fleet-auditor/model/workload.ts'
import type { ApiClient } from '../client/api-client.ts'
import { listPages, type ProjectPage } from '../client/list-pages.ts'
import { resources, type Resource, type Round } from '../client/resource-request.ts'
import { itemsOf } from '../projections/kubernetes-shapes.ts'
import { projectLease, projectLimitRange, projectService } from '../projections/namespace-projections.ts'
import { projectPod } from '../projections/pod-projection.ts'
import type { FoundWorkload } from '../projections/workload-projection.ts'
import { concat } from './combine-sections.ts'

type Workloads = Section<readonly FoundWorkload[]>

/** What is read of each namespace that holds Meshery. */
interface NamespaceFacts {
  readonly services: Section<SectionValue<'services'>>
  readonly pods: Section<SectionValue<'pods'>>
  readonly leases: Section<SectionValue<'leases'>>
  readonly limitRanges: Section<SectionValue<'limitRanges'>>
}

async function readNamespaces(
  client: ApiClient,
  namespaces: readonly string[],
  round: Round,
  { value: workloads, at }: Collected<readonly FoundWorkload[]>,
): Promise<NamespaceFacts> {
  const inEach = async <T>(
    resource: Resource,
    projectIn: (namespace: string) => ProjectPage<T>,
  ): Promise<Section<T[]>> => {
    const list = (namespace: string) => listPages(client, { resource, round, namespace }, projectIn(namespace))
    return concat(at, await Promise.all(namespaces.map(list)))
  }
  const byNamespace = Map.groupBy(workloads, ({ workload }) => workload.namespace)
  const podsIn = (namespace: string): ProjectPage<PodState> => {
    const owners = byNamespace.get(namespace) ?? []
    return (page, at) => itemsOf((item) => projectPod(owners, item))(page, at).flat()
  }
  const [services, pods, leases, limitRanges] = await Promise.all([
    inEach(resources.services, () => itemsOf(projectService)),
    inEach(resources.pods, podsIn),
    inEach(resources.leases, () => itemsOf(projectLease)),
    inEach(resources.limitRanges, () => itemsOf(projectLimitRange)),
  ])
  return { services, pods, leases, limitRanges }
}

/** Two rounds' namespaces together. */
const joined = (first: NamespaceFacts, second: NamespaceFacts): NamespaceFacts => ({
  services: concat('', [first.services, second.services]),
  pods: concat('', [first.pods, second.pods]),
  leases: concat('', [first.leases, second.leases]),
  limitRanges: concat('', [first.limitRanges, second.limitRanges]),
})

const allFailed = (failure: Failed): NamespaceFacts => ({
  services: failure,
  pods: failure,
  leases: failure,
  limitRanges: failure,
})

/** Namespaces that hold a workload of Meshery: known after the first round. */
export async function readWorkloadNamespaces(client: ApiClient, workloads: Workloads): Promise<NamespaceFacts> {
  if (workloads.status === 'failed') return allFailed(workloads)
  const namespaces = new Set(workloads.value.map(({ workload }) => workload.namespace))
  return readNamespaces(client, [...namespaces], 2, workloads)
}

/**
 * Adds the namespaces only Brokers and MeshSyncs lie in. Where there is no workload, these resources alone say where
 * to look, so that not having them is not knowing where.
 */
export async function addResourceNamespaces(
  client: ApiClient,
  workloads: Workloads,
  known: NamespaceFacts,
  resources: readonly Section<readonly { readonly namespace: string }[]>[],
): Promise<NamespaceFacts> {
  if (workloads.status === 'failed') return known
  const failure = resources.find((section) => section.status === 'failed')
  if (failure && workloads.value.length === 0) return allFailed(failure)
  const namespaces = new Set(
    resources.flatMap((one) => (one.status === 'failed' ? [] : one.value)).map((one) => one.namespace),
  )
  for (const { workload } of workloads.value) namespaces.delete(workload.namespace)
  return namespaces.size === 0 ? known : joined(known, await readNamespaces(client, [...namespaces], 3, workloads))
}
