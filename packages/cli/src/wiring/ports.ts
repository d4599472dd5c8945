import { pathsOf } from '@fleet-auditor/audit/fleet/declared.ts'
import type { Ports } from '@fleet-auditor/audit/ports/ports.ts'
import type { Progress } from '@fleet-auditor/audit/ports/progress.ts'
import type { FleetFile } from '@fleet-auditor/model/fleet-file.ts'
import { clock, now } from './clock.ts'
import type { Environment } from './environment.ts'

interface WiringOptions {
  readonly fleet: FleetFile
  readonly environment: Environment
  readonly progress: Progress
}

/** All but the store. The prober is closed at the end of the block that wired it. */
type ClusterPorts = Omit<Ports, 'store'> & AsyncDisposable

/** The ports of a terminal: the person's own credentials, exec plugins allowed, everything in one process. */
export async function wirePorts({ fleet, environment, progress }: WiringOptions): Promise<ClusterPorts> {
  const [{ createCollector }, { createProber }, { cloudPorts }, { kubeconfigPorts }] = await Promise.all([
    import('@fleet-auditor/adapters/kubernetes/collector.ts'),
    import('@fleet-auditor/adapters/probe/prober.ts'),
    import('@fleet-auditor/adapters/cloud-ports.ts'),
    import('@fleet-auditor/adapters/kubeconfig/kubeconfig-ports.ts'),
  ])
  const clouds = cloudPorts({ endpoints: fleet.endpoints, now, hasPath: pathsOf(fleet) })
  const contexts = kubeconfigPorts({
    defaultFiles: environment.kubeconfig,
    environment: environment.variables,
    terminal: true,
    allowExec: true,
  })
  const prober = createProber()
  return {
    discoveries: { ...clouds.discoveries, kubeconfig: contexts.discovery },
    connectors: { ...clouds.connectors, kubeconfig: contexts.connector },
    scopeListers: clouds.scopeListers,
    collector: createCollector({ clock }),
    prober,
    clock,
    progress,
    [Symbol.asyncDispose]: () => prober.close(),
  }
}
