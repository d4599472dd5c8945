import { createCollector } from '@fleet-auditor/adapters/kubernetes/collector.ts'
import { collectCluster, type SeenCluster } from '@fleet-auditor/audit/cluster/collect-cluster.ts'
import type { FoundCluster } from '@fleet-auditor/audit/discovery/discover-fleet.ts'
import { contextOf, judgeCluster } from '@fleet-auditor/audit/cluster/judge-cluster.ts'
import type { ClusterContext } from '@fleet-auditor/checks/context.ts'
import { clusterChecks } from '@fleet-auditor/checks/registry.ts'
import type { Connectors } from '@fleet-auditor/audit/ports/connector.ts'
import { FleetFile } from '@fleet-auditor/model/fleet-file.ts'
import { collected } from '@fleet-auditor/model/section.ts'
import type { Verdict } from '@fleet-auditor/model/verdict.ts'
import type { Target } from '../canned-server.ts'

const fleet = FleetFile.parse({})
const clock = { now: () => new Date().toISOString() }
const auditing = { fleet, checks: clusterChecks, clusterDeadlineMs: 60_000, signal: new AbortController().signal }
const collector = createCollector({ clock })

export interface Audited {
  readonly found: FoundCluster
  readonly seen: SeenCluster
  readonly context: ClusterContext
  readonly verdicts: readonly Verdict[]
}

/** Collects and evaluates one cluster, as a run does: new connection, known cloud. */
export async function audit({ caPem, token }: Pick<Target, 'caPem' | 'token'>, port: number): Promise<Audited> {
  const server = `https://127.0.0.1:${port}`
  const credentials = async () => ({ authorization: `Bearer ${token}` })
  const connect = async () => collected({ server, caPem, insecureSkipTlsVerify: false, credentials }, clock.now())
  const connectors: Connectors = {
    eks: async () => ({ connect }),
    gke: async () => ({ connect }),
    aks: async () => ({ connect }),
    kubeconfig: async () => ({ connect }),
  }
  const scope = { provider: 'eks', account: '111122223333', region: 'us-east-1' } as const
  const name = `cluster-${port}`
  const cluster = { id: `eks:${name}`, locator: name, name, provider: 'eks', scope: 'aws', labels: {} } as const
  const found = { cluster, scope }
  const seen = await collectCluster(found, auditing, { connectors, collector, clock })
  if (seen.row.outcome !== 'audited') throw new Error(`${server}: ${seen.row.detail ?? seen.row.outcome}`)
  const night = { takenAt: seen.takenAt, reachedBefore: true, observations: [] }
  const context = contextOf(cluster, seen.sections, night, auditing)
  return { found, seen, context, verdicts: judgeCluster(seen.sections, context, auditing) }
}
