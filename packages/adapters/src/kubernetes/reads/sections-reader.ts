import type { Collection, CollectionPlan } from '@fleet-auditor/audit/ports/collector.ts'
import type { Identity } from '@fleet-auditor/model/identity.ts'
import { collected, failed, type Section } from '@fleet-auditor/model/section.ts'
import type { SectionValue } from '@fleet-auditor/model/snapshot.ts'
import type { ApiClient } from '../client/api-client.ts'
import { publicValue } from '../projections/public-value.ts'
import type { FoundWorkload } from '../projections/workload-projection.ts'
import { askReviews, planReviews } from './access-reviews.ts'
import { combine } from './combine-sections.ts'
import {
  readKubeSystem,
  readNodes,
  readServedGroups,
  readVersion,
  readWorkloads,
  type ServedGroup,
} from './first-round.ts'
import { discoveringAccounts, judgedIdentities, mostIdentities } from './identities.ts'
import { readBrokers, readMeshSyncs } from './meshery-resources.ts'
import { addResourceNamespaces, readWorkloadNamespaces } from './namespace-reads.ts'
import { readReaches, readRights, type Reach } from './rights-evaluation.ts'
import { planRoutes, readRoutes } from './routes.ts'

type Sections = Collection['sections']
type Discoverers = CollectionPlan['discoverers']

export async function readSections(client: ApiClient, server: string, plan: CollectionPlan): Promise<Sections> {
  const reads = startReads(client, plan)
  await Promise.all(Object.values(reads)) // a defect in one rejects here, not as an unhandled rejection
  const apiServer = await reads.apiServer
  return {
    connection: connectionOf(client, server, apiServer),
    apiServer,
    apiGroups: combine([await reads.served], groupVersions),
    kubeSystem: await reads.kubeSystem,
    nodes: await reads.nodes,
    workloads: combine([await reads.workloads], (found) => found.map(({ workload }) => workload)),
    ...(await reads.inNamespaces),
    brokers: await reads.brokers,
    meshSyncs: await reads.meshSyncs,
    routes: await reads.routes,
    rights: await reads.rights,
    reviews: await reads.reviews,
  }
}

/** Each read starts as soon as what it depends on is there; a failure of that is its own failure. */
function startReads(client: ApiClient, plan: CollectionPlan) {
  const first = readFirstRound(client, plan)
  const { served, workloads, identities, reaches } = first
  const brokers = served.then((groups) => readBrokers(client, groups))
  const meshSyncs = served.then((groups) => readMeshSyncs(client, groups))
  const inWorkloads = workloads.then((found) => readWorkloadNamespaces(client, found))
  const inNamespaces = Promise.all([workloads, inWorkloads, brokers, meshSyncs]).then(([found, known, ...resources]) =>
    addResourceNamespaces(client, found, known, resources),
  )
  const planned = Promise.all([workloads, served]).then(([found, groups]) => planRoutes(client, found, groups))
  const routes = Promise.all([workloads, inWorkloads, brokers, planned]).then(([found, { services }, all, plan]) =>
    readRoutes(client, found, { services, brokers: all, plan }),
  )
  const rights = Promise.all([workloads, identities, reaches]).then(([found, judged, bound]) =>
    readAllRights(client, found, judged, bound),
  )
  const reviews = workloads.then((found) => readReviews(client, found, plan.discoverers))
  return { ...first, brokers, meshSyncs, inNamespaces, routes, rights, reviews }
}

/**
 * In order of sending: what the second round waits for goes first. undici sends one request before it has seen the
 * server's SETTINGS; a large answer to that one opens TCP's window for the rest, which saves a round trip.
 */
function readFirstRound(client: ApiClient, { provider, discoverers }: CollectionPlan) {
  const workloads = readWorkloads(client)
  const identities = workloads.then((found) => judgedIdentities(found, discoverers))
  return {
    workloads,
    identities,
    served: readServedGroups(client),
    reaches: readReaches(client, identities),
    nodes: readNodes(client, provider === 'kubeconfig'),
    kubeSystem: readKubeSystem(client),
    apiServer: readVersion(client),
  }
}

const groupVersions = (served: readonly ServedGroup[]): string[] =>
  served.flatMap(({ name, versions }) => versions.map((version) => `${name}/${version}`))

/** Any answer that only someone logged in gets is a connection, a 403 too; without one, `/version` shows why not. */
function connectionOf(
  client: ApiClient,
  server: string,
  version: Sections['apiServer'],
): Section<SectionValue<'connection'>> {
  const at = client.loggedInAt()
  if (at !== undefined) return collected({ server: publicValue(server) }, at)
  return version.status === 'failed' ? version : collected({ server: publicValue(server) }, version.at)
}

async function readAllRights(
  client: ApiClient,
  workloads: Section<readonly FoundWorkload[]>,
  identities: readonly Identity[],
  reaches: Section<readonly Reach[]>,
): Promise<Sections['rights']> {
  if (workloads.status === 'failed') return workloads
  if (identities.length === 0 && workloads.value.length > 0) {
    return failed('too-large', `${client.place}: Meshery’s workloads have more than ${mostIdentities} ServiceAccounts`)
  }
  if (reaches.status === 'failed') return reaches
  return readRights(client, identities, reaches.value, reaches.at)
}

async function readReviews(
  client: ApiClient,
  workloads: Section<readonly FoundWorkload[]>,
  discoverers: Discoverers,
): Promise<Sections['reviews']> {
  if (workloads.status === 'failed') return workloads
  const accounts = discoveringAccounts(workloads.value.map(({ workload }) => workload))
  const users = discoverers.filter(({ kind }) => kind === 'user')
  const named = discoverers.filter(({ kind }) => kind === 'service-account')
  return askReviews(client, planReviews([...accounts, ...named], users), workloads.at)
}
