import type { BrokerResource, MeshSyncResource } from '@fleet-auditor/model/meshery-resource.ts'
import type { BrokerClients } from '@fleet-auditor/model/snapshot.ts'
import type { PodState, Workload } from '@fleet-auditor/model/workload.ts'
import { z } from 'zod'
import type { ClusterContext } from '../context.ts'
import { defineCheck } from '../define.ts'
import { atLeastOne } from '../facts/at-least-one.ts'
import { ofComponent, workloadSubject } from '../facts/meshery.ts'
import { podsOf } from '../facts/readiness.ts'
import { action, fail, notApplicable, pass, tooYoung, unknown, unknownFrom, type Outcome } from '../outcome.ts'
import { restartDiscovery } from '../remedies/operator/restart-discovery.ts'

const Unsynced = z.strictObject({
  /** Connections that the Broker does not list. */
  missing: z.array(z.enum(['meshsync', 'meshery-server'])).optional(),
  /** An address to which no Broker of the cluster listens, and what it should be. */
  publishingTo: z.string().optional(),
  expected: z.array(z.string()).optional(),
})
const Synced = z.strictObject({ meshSync: z.number().int(), server: z.number().int() })
type Answer = Outcome<z.infer<typeof Unsynced>, z.infer<typeof Synced>>

const grant = action(
  'set brokerConnections in the fleet file, and give the auditor the rule that access kubernetes then prints: get on services/proxy of the Broker’s monitoring port, and of nothing else',
)

export const unsyncedDiscovery = defineCheck({
  id: 'unsynced-discovery',
  title: 'Everything is ready, and nothing is discovered',
  severity: 'high',
  ruleVersion: 1,
  group: 'monitoring',
  answers: ['memory-alerts', 'component-meshsync', 'component-broker'],
  rule: 'Of a MeshSync that is ready: status.publishing-to on localhost, or on another host than every Broker’s internal endpoint, proves that no Broker gets what it publishes. Else the Broker’s own list of connections (NATS /connz) must name meshsync, and meshery-server where a plane that is not embedded claims the cluster or a Server runs in it; what was restarted within the last 10 minutes (threshold unreadyMinutes) is unknown. Not-applicable where MeshSync publishes to a broker of its own.',
  why: 'Pods and resources all read as ready while the Server shows an empty or an old cluster: no other signal in the cluster shows it.',
  source: 'meshkit: a component is CONNECTED when /connz lists its name; meshery issues 20724, 1880, 3021, 14370',
  evidence: Unsynced,
  passEvidence: Synced,
  needs: ['workloads', 'pods', 'brokers', 'meshSyncs'],
  uses: ['brokerClients'],
  evaluate({ workloads, pods, brokers, meshSyncs, brokerClients }, context) {
    const judge = (meshSync: Workload): Answer => {
      const subject = workloadSubject(meshSync)
      if (meshSync.readyReplicas === 0) return notApplicable(`${meshSync.name} is not ready (see unready-component)`)
      const resource = meshSyncs.find(({ namespace }) => namespace === meshSync.namespace)
      if (resource?.customBroker) return notApplicable('MeshSync publishes to a broker of its own')
      const astray = wrongAddress(resource, brokers)
      if (astray) return fail(subject, astray)
      if (brokerClients.status === 'failed') return unknownFrom(brokerClients, subject)
      if (!brokerClients.value.asked) {
        return unknown('undeclared', 'who is connected to the Broker was not asked', { subject, grant })
      }
      const [clients] = brokerClients.value.brokers.filter(({ namespace }) => namespace === meshSync.namespace)
      if (!clients) return notApplicable('no Broker is in its namespace (see missing-broker)')
      return judgeConnected(meshSync, clients, { workloads, pods, context })
    }
    return atLeastOne(ofComponent(workloads, 'meshsync').map(judge), 'no MeshSync is here')
  },
  describe: (_, { missing = [], publishingTo, expected = [] }) =>
    publishingTo === undefined
      ? `the Broker lists no connection named ${missing.join(' or ')}`
      : `it publishes to ${publishingTo}, and the Broker listens on ${expected.join(' or ') || 'another address'}`,
  remedy: (subject, evidence, where) => restartDiscovery(where, subject, evidence),
})

/** `nats://token@host:4222` of today, `host:4222` of a legacy MeshSync. */
const hostOf = (endpoint: string): string =>
  endpoint
    .replace(/^[a-z+]+:\/\//, '')
    .replace(/^[^@]*@/, '')
    .replace(/:\d*$/, '')

function wrongAddress(
  resource: MeshSyncResource | undefined,
  brokers: readonly BrokerResource[],
): z.infer<typeof Unsynced> | undefined {
  const publishingTo = resource?.publishingTo
  if (!publishingTo) return undefined
  const expected = brokers.flatMap(({ endpoint }) =>
    endpoint.internal && hostOf(endpoint.internal) ? endpoint.internal : [],
  )
  const host = hostOf(publishingTo)
  const isLocal = host === 'localhost' || host.startsWith('127.')
  if (!isLocal && (expected.length === 0 || expected.some((each) => hostOf(each) === host))) return undefined
  return { publishingTo: hostOf(publishingTo), expected }
}

interface Seen {
  readonly workloads: readonly Workload[]
  readonly pods: readonly PodState[]
  readonly context: ClusterContext
}

function judgeConnected(meshSync: Workload, clients: BrokerClients, { workloads, pods, context }: Seen): Answer {
  const subject = workloadSubject(meshSync)
  const servers = ofComponent(workloads, 'server')
  const expectsServer = servers.length > 0 || context.planes.some(({ discovery }) => discovery !== 'embedded')
  const missing = [
    ...(clients.meshSync === 0 ? (['meshsync'] as const) : []),
    ...(expectsServer && clients.server === 0 ? (['meshery-server'] as const) : []),
  ]
  if (missing.length === 0) return pass(subject, { meshSync: clients.meshSync, server: clients.server })
  const concerned = [meshSync, ...ofComponent(workloads, 'broker'), ...servers]
  const since = concerned
    .flatMap((workload) => podsOf(workload, pods))
    .map(({ readySince, createdAt }) => readySince ?? createdAt)
  const settled = Math.max(...since.map((each) => Date.parse(each))) + context.thresholds.unreadyMinutes * 60_000
  if (settled > Date.parse(context.takenAt)) return tooYoung(subject, new Date(settled).toISOString())
  return fail(subject, { missing })
}
