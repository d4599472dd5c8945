import { probeTargets } from '@fleet-auditor/checks/probe-targets.ts'
import { unbracketed } from '@fleet-auditor/model/host-port.ts'
import type { Observation, ProbeTarget } from '@fleet-auditor/model/observation.ts'
import type { Sections } from '@fleet-auditor/model/snapshot.ts'
import type { Vantage } from '@fleet-auditor/model/vantage.ts'
import { addressKind } from '@fleet-auditor/model/address-range.ts'
import type { ClusterContext } from '@fleet-auditor/checks/context.ts'
import type { Auditing } from '../auditing.ts'
import { localVantages } from '../fleet/declared.ts'
import type { Ports } from '../ports/ports.ts'
import type { ApiAccess } from '../ports/connector.ts'

/** Probes what this cluster exposes from every local vantage, each with its control target. */
export async function probeCluster(
  sections: Sections,
  context: ClusterContext,
  access: ApiAccess | undefined,
  auditing: Pick<Auditing, 'fleet' | 'probeTimeoutMs' | 'signal'>,
  ports: Pick<Ports, 'prober'>,
): Promise<Observation[]> {
  const targets = probeTargets(sections, context)
  if (targets.length === 0) return []
  const rounds = localVantages(auditing.fleet).map((vantage) =>
    ports.prober.probe(
      {
        targets: [...targets, ...controlOf(vantage)],
        vantage,
        loopbackCluster: access !== undefined && isLoopback(new URL(access.server).hostname),
        authorities: authoritiesOf(access),
        timeoutMs: auditing.probeTimeoutMs,
      },
      auditing.signal,
    ),
  )
  return (await Promise.all(rounds)).flat()
}

function controlOf(vantage: Vantage): ProbeTarget[] {
  if (!vantage.control) return []
  const cut = vantage.control.lastIndexOf(':')
  return [{ kind: 'control', host: vantage.control.slice(0, cut), port: Number(vantage.control.slice(cut + 1)) }]
}

function authoritiesOf(access: ApiAccess | undefined): Record<string, string> {
  if (!access?.caPem) return {}
  const url = new URL(access.server)
  return { [`${url.hostname}:${url.port === '' ? '443' : url.port}`]: access.caPem }
}

const isLoopback = (host: string): boolean => host === 'localhost' || addressKind(unbracketed(host)) === 'loopback'
