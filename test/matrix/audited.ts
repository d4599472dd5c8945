import { isIP } from 'node:net'
import { createCollector } from '@fleet-auditor/adapters/kubernetes/collector.ts'
import { createMemoryStore } from '@fleet-auditor/adapters/store/memory/memory-store.ts'
import { auditCluster } from '@fleet-auditor/audit/cluster/audit-cluster.ts'
import type { ApiAccess } from '@fleet-auditor/audit/ports/connector.ts'
import type { Prober } from '@fleet-auditor/audit/ports/prober.ts'
import { isJudged, type TargetResult } from '@fleet-auditor/audit/results/target-result.ts'
import { runContext } from '@fleet-auditor/audit/run-context.ts'
import { isPrivateAddress } from '@fleet-auditor/model/address-range.ts'
import type { CloudFacts } from '@fleet-auditor/model/cloud-facts.ts'
import { FleetFile, type WrittenPlane } from '@fleet-auditor/model/fleet-file.ts'
import type { Observation, ProbeResult } from '@fleet-auditor/model/observation.ts'
import { scopeKey } from '@fleet-auditor/model/scope.ts'
import { collected } from '@fleet-auditor/model/section.ts'
import type { Place } from './places.ts'

/** When every cluster of the matrix is audited. Ages and calendars are judged by it. */
export const auditedAt = '2026-11-21T02:00:00.000Z'

/** What of a cluster's world is not in its API. */
export interface AuditedWorld {
  readonly place: Omit<Place, 'plain' | 'internal' | 'objects'>
  readonly cloud?: CloudFacts
  /** Absent: none claims the cluster. */
  readonly plane?: WrittenPlane
  /** Whether the Broker asks for a token. */
  readonly token: boolean
}

interface Audited extends AuditedWorld {
  readonly access: ApiAccess
  /** When the clocks say it is, where objects were made a moment ago. */
  readonly now?: string
}

/** Audits one cluster as a run does: the collector over the wire, the verbs of the audit, a store that is empty. */
export async function audited({ place, cloud, plane, token, access, now = auditedAt }: Audited): Promise<TargetResult> {
  const fleet = fleetOf(plane && { ...plane, region: place.region })
  const clock = { now: () => now }
  const { provider, scope, region } = place
  const cluster = {
    id: `${provider}:matrix`,
    locator: `${provider}/matrix`,
    name: 'matrix',
    provider,
    scope: scopeKey(scope),
    labels: {},
  }
  const found = { scope, cluster: { ...cluster, region, cloud: cloud && collected(cloud, now) } }
  const signal = AbortSignal.timeout(60_000)
  const context = runContext({ run: 'matrix', startedAt: now, fleet, signal })
  const connector = async () => ({ connect: async () => collected(access, now) })
  const collector = createCollector({ clock })
  const result = await auditCluster(found, context, {
    connectors: { eks: connector, gke: connector, aks: connector, kubeconfig: connector },
    // the clocks of a server that was started for this test are not those of the matrix
    collector: { collect: async (...asked) => ({ ...(await collector.collect(...asked)), takenAt: now }) },
    prober: proberIn(place, token),
    store: createMemoryStore({ clock }),
    clock,
    progress: () => {},
  })
  if (!isJudged(result)) throw new Error(`not judged: ${result.row.detail}`)
  return result
}

/** A plane, a vantage inside the private network that stands for it, and one on the Internet. */
const fleetOf = (plane: WrittenPlane | undefined): FleetFile =>
  FleetFile.parse({
    fleet: 'matrix',
    brokerConnections: true,
    planes: plane ? [plane] : [],
    vantages: [
      { name: 'inside', network: 'private', standsFor: plane ? [plane.name] : [], control: 'control.example:443' },
      { name: 'outside', network: 'internet', control: 'control.example:443' },
    ],
  })

const timing = { min: 4, median: 5, samples: 5, discarded: 0 }
const answered = { status: 'answered', connect: timing, roundTrip: timing } as const

/** What probes get: load balancers answer where they stand, private ones to the private network alone. */
function proberIn({ names = {} }: Pick<Place, 'names'>, token: boolean): Prober {
  const nats = { version: token ? '2.14.2' : '2.8.2', authRequired: token, tlsRequired: false, tlsAvailable: false }
  const resultOf = (kind: string, addresses: readonly string[], network: string | undefined): ProbeResult => {
    if (kind === 'control' || kind === 'api') return answered
    const [address] = addresses
    if (address === undefined) return { status: 'silent', why: 'unresolved', detail: 'no such name' }
    if (isPrivateAddress(address) && network !== 'private') {
      return { status: 'not-dialled', rule: 'private', detail: 'a private address' }
    }
    return kind === 'broker' ? { ...answered, nats } : { ...answered, httpStatus: 200 }
  }
  return {
    probe: async ({ targets, vantage }) =>
      targets.map((target): Observation => {
        const addresses = isIP(target.host) ? [target.host] : [...(names[target.host] ?? [])]
        const result = resultOf(target.kind, addresses, vantage.network)
        return { vantage: vantage.name, target, addresses, result, at: auditedAt }
      }),
    close: async () => {},
  }
}
