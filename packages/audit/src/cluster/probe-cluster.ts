import type { ClusterContext } from '@fleet-auditor/checks/context.ts'
import { probeTargets } from '@fleet-auditor/checks/probe-targets.ts'
import { isLoopback } from '@fleet-auditor/model/address-range.ts'
import { hostPort, splitHostPort } from '@fleet-auditor/model/host-port.ts'
import type { Observation, ProbeTarget } from '@fleet-auditor/model/observation.ts'
import type { Sections } from '@fleet-auditor/model/snapshot.ts'
import type { Vantage } from '@fleet-auditor/model/vantage.ts'
import { localVantages } from '../fleet/declared.ts'
import type { ApiAccess } from '../ports/connector.ts'
import type { Ports } from '../ports/ports.ts'
import type { RunContext } from '../run-context.ts'
import type { ClusterSnapshot } from './collect-cluster.ts'

interface Round {
  readonly vantage: Vantage
  readonly targets: readonly ProbeTarget[]
}

/** What is to be probed from each local vantage: what the cluster exposes, and the vantage's control target. */
export function probesOf(sections: Sections, clusterContext: ClusterContext, fleet: RunContext['fleet']): Round[] {
  const targets = probeTargets(sections, clusterContext)
  if (targets.length === 0) return []
  return localVantages(fleet).map((vantage) => ({ vantage, targets: [...targets, ...controlOf(vantage)] }))
}

/** Probes what this cluster exposes from every local vantage. */
export async function probeCluster(
  { sections, access }: Pick<ClusterSnapshot, 'sections' | 'access'>,
  clusterContext: ClusterContext,
  { fleet, limits, signal }: Pick<RunContext, 'fleet' | 'limits' | 'signal'>,
  { prober }: Pick<Ports, 'prober'>,
): Promise<Observation[]> {
  const common = {
    loopbackCluster: access !== undefined && isLoopback(new URL(access.server).hostname),
    authorities: authoritiesOf(access),
    timeoutMs: limits.probeTimeoutMs,
  }
  const rounds = probesOf(sections, clusterContext, fleet).map((round) => prober.probe({ ...round, ...common }, signal))
  return (await Promise.all(rounds)).flat()
}

function controlOf(vantage: Vantage): ProbeTarget[] {
  if (!vantage.control) return []
  return [{ kind: 'control', ...splitHostPort(vantage.control) }]
}

function authoritiesOf(access: ApiAccess | undefined): Record<string, string> {
  if (!access?.caPem) return {}
  const url = new URL(access.server)
  return { [hostPort(url.hostname, Number(url.port || 443))]: access.caPem }
}
