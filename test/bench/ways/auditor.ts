import { createCollector } from '@fleet-auditor/adapters/kubernetes/collector.ts'
import { collectCluster, type ClusterSnapshot } from '@fleet-auditor/audit/cluster/collect-cluster.ts'
import { judgeCluster } from '@fleet-auditor/audit/cluster/judge-cluster.ts'
import type { Connectors } from '@fleet-auditor/audit/ports/connector.ts'
import type { TargetResult } from '@fleet-auditor/audit/results/target-result.ts'
import { runContext } from '@fleet-auditor/audit/run-context.ts'
import { FleetFile } from '@fleet-auditor/model/fleet-file.ts'
import { collected } from '@fleet-auditor/model/section.ts'
import type { Target } from '../canned-server.ts'

const clock = { now: () => new Date().toISOString() }
const context = runContext({
  run: 'bench',
  startedAt: clock.now(),
  fleet: FleetFile.parse({}),
  signal: new AbortController().signal,
  limits: { clusterDeadlineMs: 60_000 },
})
const collector = createCollector({ clock })

export interface Audited {
  readonly snapshot: ClusterSnapshot
  readonly result: TargetResult
}

/** Collects and judges one cluster, as a run does: new connection, known cloud. */
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
  const snapshot = await collectCluster({ cluster, scope }, context, { connectors, collector, clock })
  if (snapshot.row.outcome !== 'audited') throw new Error(`${server}: ${snapshot.row.detail ?? snapshot.row.outcome}`)
  const incarnation = { kind: 'first', number: 1 } as const
  const nothing = { head: undefined, findings: [], rules: undefined, identity: {}, reachedBefore: true }
  return { snapshot, result: judgeCluster(snapshot, [], { ...nothing, incarnation }, context) }
}
