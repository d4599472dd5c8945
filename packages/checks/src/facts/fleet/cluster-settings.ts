import type { ClusterSettings } from '@fleet-auditor/model/cluster-settings.ts'
import { parseImage } from '@fleet-auditor/model/image-reference.ts'
import type { Section } from '@fleet-auditor/model/section.ts'
import type { Sections } from '@fleet-auditor/model/snapshot.ts'
import type { Component, Workload } from '@fleet-auditor/model/workload.ts'
import { brokerServices } from '../broker-services.ts'
import { componentVersion } from '../component-version.ts'
import { ofComponent } from '../meshery.ts'
import { watchListOf } from '../watch-list.ts'
import { mainContainer } from '../workload/main-container.ts'
import { variableOf } from '../workload/server-env.ts'

/** Longest value retained, in characters: an image’s tag may have 128. */
const longest = 60

/** The settings of one cluster; undefined where its workloads could not be read. Other failed sections leave theirs out. */
export function clusterSettings(sections: Sections): ClusterSettings | undefined {
  if (sections.workloads.status === 'failed') return undefined
  const workloads = sections.workloads.value
  const settings: ClusterSettings = {
    kubernetes: kubernetesOf(sections),
    discovery: discoveryOf(workloads),
    ...serverOf(workloads, sections),
    operator: versionIn(workloads, 'operator'),
    meshSync: versionIn(workloads, 'meshsync'),
    meshSyncReplicas: replicasOf(workloads, 'meshsync'),
    watchList: watchListIn(workloads, sections),
    broker: versionIn(workloads, 'broker'),
    brokerReplicas: replicasOf(workloads, 'broker'),
    brokerService: brokerServiceOf(workloads, sections),
  }
  const known = Object.entries(settings).filter(([, value]) => value !== undefined && value !== '')
  return Object.fromEntries(known.map(([name, value]) => [name, value.slice(0, longest)]))
}

const listOf = <T>(section: Section<readonly T[]>): readonly T[] =>
  section.status === 'collected' ? section.value : []

/** Minor versions: clouds patch by themselves. */
function kubernetesOf({ apiServer }: Sections): string | undefined {
  const version = apiServer.status === 'collected' ? /^v?(\d+\.\d+)/.exec(apiServer.value.gitVersion)?.[1] : undefined
  return version
}

function discoveryOf(workloads: readonly Workload[]): string | undefined {
  if (workloads.length === 0) return undefined
  return ofComponent(workloads, 'operator').length > 0 ? 'operator' : 'embedded'
}

/** Of several workloads of a component the first by name: two Operators are a finding of their own. */
function first(workloads: readonly Workload[], component: Component): Workload | undefined {
  return ofComponent(workloads, component).toSorted((a, b) => (a.name < b.name ? -1 : 1))[0]
}

function versionIn(workloads: readonly Workload[], component: Component): string | undefined {
  const workload = first(workloads, component)
  if (!workload) return undefined
  return componentVersion(workload)?.join('.') ?? parseImage(mainContainer(workload)?.image ?? '').tag ?? 'untagged'
}

const replicasOf = (workloads: readonly Workload[], component: Component): string | undefined =>
  first(workloads, component)?.replicas.toString()

function serverOf(workloads: readonly Workload[], { services }: Sections): ClusterSettings {
  const server = first(workloads, 'server')
  if (!server) return {}
  const service = listOf(services).find(({ namespace, name }) => namespace === server.namespace && name === server.name)
  return {
    server: versionIn(workloads, 'server'),
    serverReplicas: replicasOf(workloads, 'server'),
    serverMemory: mainContainer(server)?.limits.memory ?? server.podLimits.memory ?? 'none',
    serverService: service?.type,
    provider: providerOf(server),
  }
}

/** A variable that a ConfigMap or Secret may give is not known. */
function providerOf(server: Workload): string | undefined {
  const provider = variableOf(server, 'PROVIDER')
  return 'value' in provider ? (provider.value ?? 'unset') : undefined
}

/** How many types, and a mark that is another one where they are other types. */
function watchListIn(workloads: readonly Workload[], { meshSyncs }: Sections): string | undefined {
  if (meshSyncs.status === 'failed' || ofComponent(workloads, 'meshsync').length === 0) return undefined
  const { types } = watchListOf(meshSyncs.value)
  const names = types.map(({ resource, version, group }) => `${resource}.${version}.${group}`).toSorted()
  return `${names.length} types (${markOf(names.join(' '))})`
}

/** FNV-1a, 32 bits: enough to distinguish the lists of one cohort. */
function markOf(text: string): string {
  let hash = 0x811c9dc5
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193) >>> 0
  return hash.toString(16).padStart(8, '0')
}

function brokerServiceOf(workloads: readonly Workload[], { services, brokers }: Sections): string | undefined {
  const leading = brokerServices(listOf(services), workloads, listOf(brokers)).filter(({ client }) => client.length > 0)
  const types = leading.map(({ service }) => service.type).filter((type) => type !== 'ExternalName')
  return [...new Set(types)].toSorted().join('+') || undefined
}
