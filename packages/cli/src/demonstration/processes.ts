import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import process from 'node:process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { DemonstrationHandout } from '@fleet-auditor/simulator/demonstration/start-demonstration.ts'
import type { Day } from '@fleet-auditor/simulator/demonstration/story.ts'
import type { Variables } from '../wiring/environment.ts'
import type { DemonstrationFiles } from './files.ts'

interface FleetProcess {
  readonly handout: DemonstrationHandout
  end(): Promise<void>
}

/** Starts the demonstration fleet in a process of its own, so that no server takes time from the audit's event loop. */
export async function startFleetProcess(day: Day, authorityFile: string): Promise<FleetProcess> {
  const main = fileURLToPath(import.meta.resolve('@fleet-auditor/simulator/demonstration/main.ts'))
  const child = spawn(process.execPath, [main, String(day), authorityFile], { stdio: ['pipe', 'pipe', 'inherit'] })
  const exit = once(child, 'exit')
  const first = await Promise.race([once(createInterface(child.stdout), 'line'), exit.then(() => undefined)])
  if (first === undefined) throw new Error('the demonstration fleet could not be started')
  const [line] = first as [string] // a `line` event's only argument
  return {
    handout: JSON.parse(line) as DemonstrationHandout, // the one line our own process prints
    async end() {
      child.stdin.end()
      await exit
    },
  }
}

/** A person's own logins and proxies must not meet a fleet that is not theirs. */
const personal = /^(AWS|AZURE|GOOGLE|GCLOUD|CLOUDSDK)_|^(https?|all|no)_proxy$/i

/** The environment of the audit: the person's, with the demonstration's login for each cloud in place of their own. */
export function demonstrationEnvironment(
  { aws, azure }: DemonstrationHandout,
  { folder, googleCredentials }: DemonstrationFiles,
  inherited: Variables,
): Variables {
  return {
    ...Object.fromEntries(Object.entries(inherited).filter(([name]) => !personal.test(name))),
    AWS_ACCESS_KEY_ID: aws.accessKeyId,
    AWS_SECRET_ACCESS_KEY: aws.secretAccessKey,
    AWS_EC2_METADATA_DISABLED: 'true',
    // No such files: the person's own profiles stay out of it.
    AWS_CONFIG_FILE: path.join(folder, 'aws-config'),
    AWS_SHARED_CREDENTIALS_FILE: path.join(folder, 'aws-credentials'),
    GOOGLE_APPLICATION_CREDENTIALS: googleCredentials,
    AZURE_TENANT_ID: azure.tenant,
    AZURE_CLIENT_ID: azure.clientId,
    AZURE_CLIENT_SECRET: azure.secret,
  }
}

/** Runs `fleet-auditor audit` as a person would, and resolves to its exit code; 130 when it was cancelled. */
export async function runAudit(args: readonly string[], env: Variables): Promise<number> {
  const launcher = fileURLToPath(new URL('../../bin/fleet-auditor.mjs', import.meta.url))
  const child = spawn(process.execPath, [launcher, 'audit', ...args], { stdio: 'inherit', env })
  // A terminal's Ctrl-C reaches the audit by itself; it then stores what it has, and this process waits for it.
  const ignore = (): void => undefined
  const pass = (): void => void child.kill('SIGTERM')
  process.on('SIGINT', ignore)
  process.on('SIGTERM', pass)
  try {
    const [code, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null] // an `exit` event's arguments
    return code ?? (signal === 'SIGINT' || signal === 'SIGTERM' ? 130 : 4)
  } finally {
    process.off('SIGINT', ignore)
    process.off('SIGTERM', pass)
  }
}
