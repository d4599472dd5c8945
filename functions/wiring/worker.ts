import type { CloudOptions } from '@fleet-auditor/adapters/cloud-ports.ts'
import { createCollector } from '@fleet-auditor/adapters/kubernetes/collector.ts'
import { createLambdaProber } from '@fleet-auditor/adapters/probe/lambda-prober.ts'
import { pathsOf } from '@fleet-auditor/audit/fleet/declared.ts'
import type { Connectors } from '@fleet-auditor/audit/ports/connector.ts'
import type { Discoveries } from '@fleet-auditor/audit/ports/discovery.ts'
import type { Ports } from '@fleet-auditor/audit/ports/ports.ts'
import type { ScopeListers } from '@fleet-auditor/audit/ports/scope-lister.ts'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import type { Federation } from '@fleet-auditor/model/federation.ts'
import { z } from 'zod'
import { progressTo } from '../run/log.ts'
import type { Call, Wire } from '../run/step-with.ts'
import { json, readSettings } from './environment.ts'
import { now } from './fleet.ts'
import { openingStore, tableVariables, type WithStore } from './table.ts'

interface OneCloudOptions extends CloudOptions {
  readonly federation: Federation
  /** Lambda's own. */
  readonly region: string
  /** The run's id, for the other side's logs. */
  readonly run: string
}

/** What the function of one cloud brings; the others' SDKs are not in its bundle. */
interface OneCloud {
  readonly discoveries: Partial<Discoveries>
  readonly connectors: Partial<Connectors>
  readonly scopeListers: Partial<ScopeListers>
}
export type WireOneCloud = (options: OneCloudOptions) => OneCloud

export interface WithWorker extends WithStore {
  readonly ports: Ports
}

const Settings = z.object({
  ...tableVariables,
  AWS_REGION: z.string().default(''),
  /** Region to the name of the probe function there; a fleet without vantages has none. */
  PROBE_FUNCTIONS: json.default({}).pipe(z.record(z.string(), z.string().min(1))),
})
type Settings = z.infer<typeof Settings>

/** The ports of a cloud's function: its role's own credentials, no kubeconfig, probes from the probe functions. */
export const wireWorker =
  (wireCloud: WireOneCloud): Wire<WithWorker> =>
  async () => {
    const settings = readSettings(Settings)
    const open = await openingStore(settings)
    return async (call) => {
      const opened = await open(call)
      const ports = workerPorts(wireCloud, settings, opened, call)
      const close = async (): Promise<void> => {
        try {
          await ports.prober.close()
        } finally {
          await opened.store.close()
        }
      }
      return { ...opened, ports, [Symbol.asyncDispose]: close }
    }
  }

function workerPorts(
  wireCloud: WireOneCloud,
  { AWS_REGION: region, PROBE_FUNCTIONS: functions }: Settings,
  { fleet, store, clock }: WithStore,
  { context: { run = '' }, log }: Call,
): Ports {
  const { endpoints, federation } = fleet
  const cloud = wireCloud({ endpoints, federation, region, run, now, hasPath: pathsOf(fleet) })
  const absent = { eks: absentAdapter, gke: absentAdapter, aks: absentAdapter, kubeconfig: absentAdapter }
  const { kubeconfig: _, ...absentListers } = absent
  return {
    discoveries: { ...absent, ...cloud.discoveries },
    connectors: { ...absent, ...cloud.connectors },
    scopeListers: { ...absentListers, ...cloud.scopeListers },
    collector: createCollector({ clock }),
    prober: createLambdaProber({ functions, region, now, run }),
    store,
    clock,
    progress: progressTo(log),
  }
}

/** Stands for an adapter that is in another function's bundle. */
async function absentAdapter(): Promise<never> {
  throw new AuditorError('internal', 'this function has no adapter for that', {
    remedy: 'each function works for its own cloud; a kubeconfig is read by fleet-auditor collect inside its network',
  })
}
