import { collected, type Grant, type Section } from '@fleet-auditor/model/section.ts'
import type { BrokerClients, SectionValue } from '@fleet-auditor/model/snapshot.ts'
import { z } from 'zod'
import type { ApiClient } from '../client/api-client.ts'
import { resourcePath, resources, type ApiRequest, type Round } from '../client/resource-request.ts'
import { listOf, optionalText } from '../projections/kubernetes-shapes.ts'
import type { FoundWorkload } from '../projections/workload-projection.ts'
import { combine, concat } from './combine-sections.ts'

/** Connections that NATS lists at most in one answer; a Broker of Meshery has a handful. */
const mostConnections = 1024

/** The Service of each generation's Broker (meshery.md §1.6), and its monitoring port. */
const monitoringOf = { legacy: 'meshery-broker:8222', modern: 'meshery-nats:8222' } as const

/** NATS' `/connz`: `total` counts what `connections` may not list. */
const Connections = z.object({ total: z.number().int(), connections: listOf(z.object({ name: optionalText })) })

/** Who is connected to each Broker, by the API server's proxy to the monitoring port of its Service. */
export async function readBrokerClients(
  client: ApiClient,
  workloads: Section<readonly FoundWorkload[]>,
  round: Round,
): Promise<Section<SectionValue<'brokerClients'>>> {
  if (workloads.status === 'failed') return workloads
  const brokers = workloads.value.filter(({ workload }) => workload.component === 'broker')
  const reads = brokers.map(({ workload: { namespace, generation = 'modern' } }) =>
    readOne(client, { namespace, service: monitoringOf[generation] }, round),
  )
  const all = concat(workloads.at, await Promise.all(reads))
  return combine([all], (each) => ({ asked: true, brokers: each }))
}

async function readOne(
  client: ApiClient,
  { namespace, service }: Pick<BrokerClients, 'namespace' | 'service'>,
  round: Round,
): Promise<Section<readonly BrokerClients[]>> {
  const request: ApiRequest = {
    path: `${resourcePath(resources.services, { namespace, name: service })}/proxy/connz`,
    query: { limit: String(mostConnections) },
    round,
    grant: proxyGrant(namespace, service),
  }
  const read = await client.read(request, (body) => {
    const { total, connections } = Connections.parse(body)
    const named = (name: string): number => connections.filter((one) => one.name === name).length
    const [meshSync, server] = [named('meshsync'), named('meshery-server')]
    return { namespace, service, meshSync, server, others: Math.max(0, total - meshSync - server) }
  })
  return read.status === 'failed' ? read : collected([read.value], read.at)
}

const proxyGrant = (namespace: string, service: string): Grant => ({
  kind: 'action',
  sentence: `let the auditor get services/proxy of ${service} in the namespace ${namespace}: access kubernetes prints the rule where the fleet file sets brokerConnections`,
})
