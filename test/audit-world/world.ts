import { setImmediate } from 'node:timers/promises'
import { failedSections } from '@fleet-auditor/audit/cluster/failed-sections.ts'
import type { Collection, Collector } from '@fleet-auditor/audit/ports/collector.ts'
import type { ApiAccess } from '@fleet-auditor/audit/ports/connector.ts'
import type { Discovery, Listing } from '@fleet-auditor/audit/ports/discovery.ts'
import type { FleetStore } from '@fleet-auditor/audit/ports/fleet-store.ts'
import type { Ports } from '@fleet-auditor/audit/ports/ports.ts'
import type { Prober } from '@fleet-auditor/audit/ports/prober.ts'
import type { ScopeListing, ScopeLister } from '@fleet-auditor/audit/ports/scope-lister.ts'
import type { CloudFacts } from '@fleet-auditor/model/cloud-facts.ts'
import type { Cluster } from '@fleet-auditor/model/cluster.ts'
import { scopeKey, type Scope } from '@fleet-auditor/model/scope.ts'
import { collected, failed, type Failed, type Section } from '@fleet-auditor/model/section.ts'
import { sectionsOf, type Installation } from './installed-sections.ts'

/** How a cluster meets its auditor; `killing` ends the worker that reads it. */
export type Behaviour = Installation | Unreadable

/**
 * `hanging` answers nothing until its deadline; `unreachable` cannot be connected to; `forbidden` lets no one list its
 * workloads; `throwing` breaks our own code.
 */
type Unreadable = 'hanging' | 'unreachable' | 'forbidden' | 'killing' | 'throwing'

/** The clouds, clusters and the clock, as tests have them. */
export interface World {
  /** ISO 8601; tests move it on. */
  now: string
  /** Names of the clusters that each scope lists; none for a scope that fails. */
  readonly scopes: Map<string, readonly string[] | Failed>
  /** Zones of a scope that do not answer. */
  readonly unseen: Map<string, readonly string[]>
  readonly clusters: Map<string, Behaviour>
  /** Organizations by what their lister answers. */
  organization: Section<ScopeListing>
  /** Turns of the event loop that reading a cluster takes. */
  turns: (cluster: string) => number
  /** The state that the cloud reports of a cluster; it is not asked about the others. */
  readonly clouds: Map<string, CloudFacts>
  /** The kube-system UID of clusters where it is not `uid-of-<name>`. */
  readonly uids: Map<string, string>
  /** The certificate authority of clusters that have another one than all with their UID. */
  readonly authorities: Map<string, string>
  /** The providerID of the first node of clusters that have other nodes than their installation. */
  readonly nodes: Map<string, string>
  /** How many containers each workload of a cluster has, where not as installed. */
  readonly containers: Map<string, number>
  /** What probes observe. */
  probe: Prober['probe']
  /** The times that clusters with a wrong clock report. */
  readonly clocks: Map<string, string>
  /** How often each cluster was read. */
  readonly reads: Map<string, number>
}

export const newWorld = (now = '2026-11-21T02:00:00.000Z'): World => ({
  now,
  scopes: new Map(),
  unseen: new Map(),
  clouds: new Map(),
  uids: new Map(),
  authorities: new Map(),
  nodes: new Map(),
  containers: new Map(),
  probe: async () => [],
  clusters: new Map(),
  organization: collected({ scopes: [], unread: [] }, now),
  turns: () => 0,
  clocks: new Map(),
  reads: new Map(),
})

/** A cluster's locator names it, not the scope that lists it. */
export function clusterNamed(name: string, scope: Scope): Cluster {
  const provider = scope.provider
  const region = scope.provider === 'eks' ? scope.region : 'europe-west3'
  const locator = `${provider}/${name}`
  return {
    id: `${provider}:${name}`,
    locator,
    name,
    provider,
    scope: scopeKey(scope),
    region,
    labels: { team: 'shop' },
  }
}

/** Ports onto a world. `die` is called by a cluster that kills its reader, and never returns to it. */
export function portsOnto(world: World, store: FleetStore, die: () => void = () => {}): Ports {
  const clock = { now: () => world.now }
  const discovery = { discover: async (scope: Scope) => listingOf(world, scope) }
  const connector = { connect: async ({ name }: Cluster) => accessTo(name, world) }
  const lister: ScopeLister = { list: async () => world.organization }
  const everywhere = <T>(port: T) => ({ eks: async () => port, gke: async () => port, aks: async () => port })
  return {
    discoveries: {
      ...everywhere<Discovery<'eks'> & Discovery<'gke'> & Discovery<'aks'>>(discovery),
      kubeconfig: never,
    },
    connectors: { ...everywhere(connector), kubeconfig: never },
    scopeListers: everywhere(lister),
    collector: collectorOf(world, die),
    prober: { probe: (...request) => world.probe(...request), close: async () => {} },
    store,
    clock,
    progress: () => {},
  }
}

function accessTo(name: string, { clusters, uids, authorities, now }: World): Section<ApiAccess> {
  if (clusters.get(name) === 'unreachable') return failed('unreachable', 'connection refused')
  const caPem = authorityNamed(authorities.get(name) ?? uids.get(name) ?? name)
  const access = { server: `https://${name}.invalid`, caPem, insecureSkipTlsVerify: false, credentials: never }
  return collected(access, now)
}

/** What PEM says of an authority, by its name. */
export const authorityNamed = (name: string): string =>
  `-----BEGIN CERTIFICATE-----\n${Buffer.from(name).toString('base64')}\n-----END CERTIFICATE-----\n`

function listingOf({ scopes, unseen, clouds, now }: World, scope: Scope): Section<Listing> {
  const names = scopes.get(scopeKey(scope))
  if (!names) return failed('forbidden', 'no such scope')
  if ('status' in names) return names
  const clusters = names.map((name) => {
    const cloud = clouds.get(name)
    return { ...clusterNamed(name, scope), cloud: cloud && collected(cloud, now) }
  })
  return collected({ clusters, unseen: unseen.get(scopeKey(scope)) ?? [] }, now)
}

function collectorOf(world: World, die: () => void): Collector {
  return {
    collect: async ({ server }, _, signal): Promise<Collection> => {
      const name = new URL(server).hostname.replace('.invalid', '')
      const behaviour = world.clusters.get(name) ?? 'bare'
      const counters = { reads: 1, reviews: 0, bytes: 0, rounds: 1, retries: 0 }
      world.reads.set(name, (world.reads.get(name) ?? 0) + 1)
      const takenAt = world.clocks.get(name) ?? world.now
      for (let turn = 0; turn < world.turns(name); turn++) await setImmediate()
      if (behaviour === 'throwing') throw new TypeError(`${name} breaks our own code`)
      if (behaviour === 'killing') {
        die()
        return never()
      }
      if (behaviour === 'hanging') {
        await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }))
        return { sections: failedSections(failed('timeout', 'no end within its deadline')), takenAt, counters }
      }
      const sections = sectionsFor(behaviour, world.uids.get(name) ?? `uid-of-${name}`, takenAt)
      const shown = withContainers(withNodes(sections, world.nodes.get(name)), world.containers.get(name))
      return { sections: shown, takenAt, counters }
    },
  }
}

function withNodes(sections: Collection['sections'], providerID: string | undefined): Collection['sections'] {
  const { nodes } = sections
  if (providerID === undefined || nodes.status === 'failed') return sections
  return { ...sections, nodes: { ...nodes, value: { ...nodes.value, providerID } } }
}

/** Three workloads of many containers, all like the first one. */
function withContainers(sections: Collection['sections'], count: number | undefined): Collection['sections'] {
  const { workloads } = sections
  const [first] = workloads.status === 'collected' ? workloads.value : []
  const [container] = first?.containers ?? []
  if (count === undefined || workloads.status === 'failed' || !first || !container) return sections
  const containers = Array.from({ length: count }, (_, at) => ({
    ...container,
    name: `c-${at}`,
    image: 'meshery/meshery',
  }))
  const value = ['a', 'b', 'c'].map((name) => ({ ...first, name, containers }))
  return { ...sections, workloads: { ...workloads, value } }
}

function sectionsFor(behaviour: Installation | Unreadable, uid: string, at: string): Collection['sections'] {
  switch (behaviour) {
    case 'careless':
    case 'healthy':
    case 'bare':
      return sectionsOf(behaviour, uid, at)
    case 'forbidden':
      return { ...sectionsOf('careless', uid, at), workloads: failed('forbidden', 'workloads may not be listed') }
    case 'hanging':
    case 'unreachable':
    case 'killing':
    case 'throwing':
      throw new Error(`a cluster that is ${behaviour} has no sections`)
  }
}

export const never = (): Promise<never> => new Promise(() => {})
