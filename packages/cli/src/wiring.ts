import type { Ports } from '@fleet-auditor/audit/ports/ports.ts'
import type { Progress } from '@fleet-auditor/audit/ports/progress.ts'
import type { FleetStore } from '@fleet-auditor/audit/ports/fleet-store.ts'
import type { FleetFile } from '@fleet-auditor/model/fleet-file.ts'
import { dialling, localVantages } from '@fleet-auditor/audit/fleet/declared.ts'
import type { Environment } from './environment.ts'

const now = (): string => new Date().toISOString()
export const clock = { now }

/** The embedded store of this machine. */
export async function openStore(folder: string): Promise<FleetStore> {
  const { openEmbeddedStore } = await import('@fleet-auditor/adapters/store/embedded/embedded.ts')
  return openEmbeddedStore({ folder, now })
}

/** The table of a deployment, with the person's own credentials. */
export async function openDeployedStore(place: {
  readonly table: string
  readonly region?: string
}): Promise<FleetStore> {
  const { openTableStore } = await import('@fleet-auditor/adapters/store/table-store.ts')
  return openTableStore({ ...place, now })
}

export interface WiringOptions {
  readonly fleet: FleetFile
  readonly environment: Environment
  readonly progress: Progress
}

/** The ports of a terminal: the person's own credentials, exec plugins allowed, everything in one process. */
export const wire = async (options: WiringOptions & { readonly store: FleetStore }): Promise<Ports> => ({
  ...(await wireWithoutStore(options)),
  store: options.store,
})

/** The same for a verb that stores nothing. */
export async function wireWithoutStore({ fleet, environment, progress }: WiringOptions): Promise<Omit<Ports, 'store'>> {
  const { endpoints } = fleet
  const { connectTo, resolve } = dialling(fleet)
  const inside = localVantages(fleet).some((vantage) => vantage.network === 'private')
  const hasPath = (host: string, port: number): boolean => inside || `${host}:${port}` in connectTo || host in resolve
  const [{ createCollector }, { createProber }, { cloudPorts }, { kubeconfigPorts }] = await Promise.all([
    import('@fleet-auditor/adapters/kubernetes/collector.ts'),
    import('@fleet-auditor/adapters/probe/prober.ts'),
    import('@fleet-auditor/adapters/cloud-ports.ts'),
    import('@fleet-auditor/adapters/kubeconfig/kubeconfig-ports.ts'),
  ])
  const clouds = cloudPorts({ endpoints, now, hasPath })
  const contexts = kubeconfigPorts({ defaultFiles: environment.kubeconfig, terminal: true, allowExec: true })
  return {
    discoveries: { ...clouds.discoveries, kubeconfig: contexts.discovery },
    connectors: { ...clouds.connectors, kubeconfig: contexts.connector },
    scopeListers: clouds.scopeListers,
    collector: createCollector({ clock: { now } }),
    prober: createProber(),
    clock: { now },
    progress,
  }
}
