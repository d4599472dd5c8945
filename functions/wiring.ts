import { readFile } from 'node:fs/promises'
import process from 'node:process'
import { cloudPorts } from '@fleet-auditor/adapters/cloud/cloud-ports.ts'
import { createCollector } from '@fleet-auditor/adapters/kubernetes/collector.ts'
import { createProber } from '@fleet-auditor/adapters/probe/prober.ts'
import { deployedFleet } from '@fleet-auditor/audit/deployed-fleet.ts'
import { dialling } from '@fleet-auditor/audit/fleet.ts'
import type { Ports } from '@fleet-auditor/audit/ports.ts'
import type { Store } from '@fleet-auditor/audit/ports/store.ts'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import type { FleetFile } from '@fleet-auditor/model/fleet-file.ts'
import { z } from 'zod'
import { logProgress } from './log.ts'
import { withOwnVantages } from './own-vantages.ts'

/** What infra/nightly.ts gives the function; AWS_REGION comes from Lambda. */
const Environment = z
  .object({ TABLE_NAME: z.string().min(1), FLEET_FILE: z.string().min(1), AWS_REGION: z.string().optional() })
  .transform(({ TABLE_NAME, FLEET_FILE, AWS_REGION }) => ({ table: TABLE_NAME, file: FLEET_FILE, region: AWS_REGION }))
export type Environment = z.infer<typeof Environment>

export function readEnvironment(): Environment {
  const read = Environment.safeParse(process.env)
  if (read.success) return read.data
  const missing = read.error.issues.map((issue) => issue.path.join('.')).join(', ')
  throw new AuditorError('config', `the function’s environment lacks ${missing}`, {
    remedy: 'deploy with infra/nightly.ts',
  })
}

export const now = (): string => new Date().toISOString()

/** The fleet file of the bundle, with the vantages this function stands at. */
export async function readFleet({ file, region }: Environment): Promise<FleetFile> {
  const text = await readFile(file, 'utf8').catch((cause: Error) => {
    const remedy = 'deploy with FLEET_FILE naming a fleet file from the root of the project'
    throw new AuditorError('config', `the fleet file cannot be read: ${cause.message}`, { place: file, remedy, cause })
  })
  return withOwnVantages(deployedFleet(text, file), region)
}

export async function openStore({ table }: Environment): Promise<Store> {
  const { openTableStore } = await import('@fleet-auditor/adapters/store/table-store.ts')
  return openTableStore({ table, now })
}

/** The ports of a function: its role's own credentials, no kubeconfig, probes in the one thread there is. */
export function wire(fleet: FleetFile, store: Store): Ports {
  const { connectTo, resolve } = dialling(fleet)
  const hasPath = (host: string, port: number): boolean => `${host}:${port}` in connectTo || host in resolve
  const { discoveries, connectors } = cloudPorts({ endpoints: fleet.endpoints, now, hasPath })
  return {
    discoveries: { ...discoveries, kubeconfig: noKubeconfig },
    connectors: { ...connectors, kubeconfig: noKubeconfig },
    collector: createCollector({ clock: { now } }),
    prober: createProber({ inline: true }),
    store,
    clock: { now },
    progress: logProgress,
  }
}

/** A kubeconfig may name commands to run, and nothing is run in a function. */
async function noKubeconfig(): Promise<never> {
  throw new AuditorError('config', 'a function reads no kubeconfig', {
    remedy: 'fleet-auditor collect --output inside the network, fleet-auditor ingest outside it',
  })
}
