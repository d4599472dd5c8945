import { createCollector } from '@fleet-auditor/adapters/kubernetes/collector.ts'
import { createLambdaProber } from '@fleet-auditor/adapters/probe/lambda-prober.ts'
import type { CloudOptions } from '@fleet-auditor/adapters/cloud-ports.ts'
import { dialling } from '@fleet-auditor/audit/fleet/declared.ts'
import type { Ports } from '@fleet-auditor/audit/ports/ports.ts'
import type { Connectors } from '@fleet-auditor/audit/ports/connector.ts'
import type { Discoveries } from '@fleet-auditor/audit/ports/discovery.ts'
import type { FleetStore } from '@fleet-auditor/audit/ports/fleet-store.ts'
import type { ScopeListers } from '@fleet-auditor/audit/ports/scope-lister.ts'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import type { Federation } from '@fleet-auditor/model/federation.ts'
import type { FleetFile } from '@fleet-auditor/model/fleet-file.ts'
import { z } from 'zod'
import { absentAdapter } from './absent-adapter.ts'
import { clock, now } from './clock.ts'
import { optionalVariable } from './environment.ts'
import { type Log, progressTo } from './log.ts'

export interface OneCloudOptions extends CloudOptions {
  readonly federation: Federation
  /** Lambda's own. */
  readonly region: string
}

/** What the function of one cloud brings; the others' SDKs are not in its bundle. */
export interface OneCloud {
  readonly discoveries: Partial<Discoveries>
  readonly connectors: Partial<Connectors>
  readonly scopeListers: Partial<ScopeListers>
}
export type WireOneCloud = (options: OneCloudOptions) => OneCloud

/** The ports of a cloud's function: its role's own credentials, no kubeconfig, probes from the probe functions. */
export function workerPorts(
  fleet: FleetFile,
  store: FleetStore,
  wireCloud: WireOneCloud,
  { run, log }: { readonly run: string; readonly log: Log },
): Ports {
  const { connectTo, resolve } = dialling(fleet)
  const inside = fleet.vantages.some(({ network }) => network === 'private')
  const hasPath = (host: string, port: number): boolean => inside || `${host}:${port}` in connectTo || host in resolve
  const region = optionalVariable('AWS_REGION') ?? ''
  const { endpoints, federation } = fleet
  const cloud = wireCloud({ endpoints, federation, region, now, hasPath })
  return {
    discoveries: {
      eks: absentAdapter,
      gke: absentAdapter,
      aks: absentAdapter,
      kubeconfig: absentAdapter,
      ...cloud.discoveries,
    },
    connectors: {
      eks: absentAdapter,
      gke: absentAdapter,
      aks: absentAdapter,
      kubeconfig: absentAdapter,
      ...cloud.connectors,
    },
    scopeListers: { eks: absentAdapter, gke: absentAdapter, aks: absentAdapter, ...cloud.scopeListers },
    collector: createCollector({ clock }),
    prober: createLambdaProber({ functions: probeFunctions(), region, now, run }),
    store,
    clock,
    progress: progressTo(log),
  }
}

const ByRegion = z.record(z.string(), z.string().min(1))

/** Region to the name of the probe function there; a fleet without vantages has none. */
function probeFunctions(): Readonly<Record<string, string>> {
  try {
    return ByRegion.parse(JSON.parse(optionalVariable('PROBE_FUNCTIONS') ?? '{}'))
  } catch (cause) {
    throw new AuditorError('config', 'PROBE_FUNCTIONS is no JSON object of regions and functions', {
      place: 'PROBE_FUNCTIONS',
      remedy: 'deploy with infra/: it gives each function what it reads',
      cause,
    })
  }
}
