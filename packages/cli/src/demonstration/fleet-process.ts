import { spawn } from 'node:child_process'
import { once } from 'node:events'
import process from 'node:process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { DemonstrationHandout } from '@fleet-auditor/simulator/demonstration/start-demonstration.ts'
import type { Day } from '@fleet-auditor/simulator/demonstration/story.ts'

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
