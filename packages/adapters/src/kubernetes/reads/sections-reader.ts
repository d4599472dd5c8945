import type { Collection, CollectionPlan } from '@fleet-auditor/audit/ports/collector.ts'
import type { Identity } from '@fleet-auditor/model/identity.ts'
import { collected, failed, type Section } from '@fleet-auditor/model/section.ts'
import type { SectionValue } from '@fleet-auditor/model/snapshot.ts'
import type { ApiClient } from '../client/api-client.ts'
import { nextRound } from '../client/resource-request.ts'
import { publicValue } from '../projections/public-value.ts'
import { askReviews, planReviews } from './access-reviews.ts'
import { readBrokerClients } from './broker-clients.ts'
import { combine } from './combine-sections.ts'
import { readDefinitions } from './definitions.ts'
import { readKubeSystem, readNodes, readServedGroups, readVersion, type ServedGroup } from './first-round.ts'
import { discoveringAccounts, judgedIdentities, mostIdentities } from './identities.ts'
import { readBrokers, readMeshSyncs } from './meshery-resources.ts'
import { addNamespaces, readLabelledNamespaces } from './namespace-reads.ts'
import { recogniseAll, type Recognised } from './recognised.ts'
import { readReaches, readRights, type Reach } from './rights-evaluation.ts'
import { planRoutes, readRoutes } from './routes.ts'
import { withSelectedLabels } from './selected-labels.ts'
import { readLabelled } from './workload-reads.ts'

type Sections = Collection['sections']
type Discoverers = CollectionPlan['discoverers']

export async function readSections(client: ApiClient, server: string, plan: CollectionPlan): Promise<Sections> {
  const reads = startReads(client, plan)
  await Promise.all(Object.values(reads)) // a defect in one rejects here, not as an unhandled rejection
  const apiServer = await reads.apiServer
  const inNamespaces = await reads.inNamespaces
  const { services } = inNamespaces
  return {
    connection: connectionOf(client, server, apiServer),
    apiServer,
    apiGroups: combine([await reads.served], groupVersions),
    kubeSystem: await reads.kubeSystem,
    nodes: await reads.nodes,
    workloads: combine([(await reads.recognised).found], (found) => withSelectedLabels(found, services)),
    ...inNamespaces,
    brokers: await reads.brokers,
    meshSyncs: await reads.meshSyncs,
    definitions: await reads.definitions,
    brokerClients: await reads.brokerClients,
    routes: await reads.routes,
    rights: await reads.rights,
    reviews: await reads.reviews,
  }
}

/** Each read starts as soon as what it depends on is there; a failure of that is its own failure. */
function startReads(client: ApiClient, plan: CollectionPlan) {
  const first = readFirstRound(client, plan)
  const { served, labelled, tcpServices, recognised, brokers, identities, reaches } = first
  const inLabelled = readLabelledNamespaces(client, first)
  const inNamespaces = addNamespaces(client, inLabelled, first)
  // By what labels and resources show, so that it is there when the rest was recognised.
  const early = Promise.all([labelled, served]).then(([found, groups]) =>
    planRoutes(client, found, groups, tcpServices),
  )
  const planned = Promise.all([early, recognised, served]).then(
    ([plan, { found }, groups]) => plan ?? planRoutes(client, found, groups, tcpServices),
  )
  const routes = Promise.all([labelled, recognised, inLabelled, brokers, planned]).then(
    ([found, { found: all, round }, { services }, resources, routePlan]) =>
      readRoutes(
        client,
        all,
        { labelled: found, services, brokers: resources, plan: routePlan, tcpServices },
        round === 3 ? 4 : 3,
      ),
  )
  const rights = Promise.all([recognised, identities, reaches]).then(([all, judged, bound]) =>
    readAllRights(client, all, judged, bound),
  )
  const reviews = recognised.then((all) => readReviews(client, all, plan.discoverers))
  const definitions = served.then((groups) => readDefinitions(client, groups))
  const brokerClients = recognised.then((all) => readClients(client, all, plan))
  return { ...first, inLabelled, inNamespaces, routes, rights, reviews, definitions, brokerClients }
}

/**
 * In order of sending: what the second round waits for goes first. undici sends one request before it has seen the
 * server's SETTINGS; a large answer to that one opens TCP's window for the rest, which saves a round trip.
 */
function readFirstRound(client: ApiClient, { provider, discoverers, recognise: declared }: CollectionPlan) {
  const { labelled, tcpServices } = readLabelled(client, declared)
  const served = readServedGroups(client)
  const brokers = served.then((groups) => readBrokers(client, groups))
  const meshSyncs = served.then((groups) => readMeshSyncs(client, groups))
  const resources = Promise.all([brokers, meshSyncs])
  const recognised = Promise.all([labelled, served]).then(([found, groups]) =>
    recogniseAll(client, found, { served: groups, resources, declared }),
  )
  const identities = recognised.then(({ found }) => judgedIdentities(found, discoverers))
  return {
    labelled,
    tcpServices,
    served,
    brokers,
    meshSyncs,
    resources,
    recognised,
    identities,
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
  { found: workloads, round }: Recognised,
  identities: readonly Identity[],
  reaches: Section<readonly Reach[]>,
): Promise<Sections['rights']> {
  if (workloads.status === 'failed') return workloads
  if (identities.length === 0 && workloads.value.length > 0) {
    return failed('too-large', `${client.place}: Meshery’s workloads have more than ${mostIdentities} ServiceAccounts`)
  }
  if (reaches.status === 'failed') return reaches
  return readRights(client, identities, reaches, nextRound(round))
}

async function readClients(
  client: ApiClient,
  { found, round }: Recognised,
  { brokerConnections }: CollectionPlan,
): Promise<Sections['brokerClients']> {
  return brokerConnections
    ? readBrokerClients(client, found, nextRound(round))
    : combine([found], () => ({ asked: false }))
}

async function readReviews(
  client: ApiClient,
  { found: workloads, round }: Recognised,
  discoverers: Discoverers,
): Promise<Sections['reviews']> {
  if (workloads.status === 'failed') return workloads
  const accounts = discoveringAccounts(workloads.value.map(({ workload }) => workload))
  const users = discoverers.filter(({ kind }) => kind === 'user')
  const named = discoverers.filter(({ kind }) => kind === 'service-account')
  const questions = planReviews([...accounts, ...named], users)
  return askReviews(client, questions, { at: workloads.at, round: nextRound(round) })
}
