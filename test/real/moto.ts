import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { built } from './cache.ts'
import { runCommand } from './run-command.ts'
import { startServerProcess } from './server-process.ts'
import { temporaryFolder } from './temporary-folder.ts'

const requirements = join(import.meta.dirname, 'moto/requirements.txt')
const plugin = join(import.meta.dirname, 'moto-plugin.py')
const minutes = 60_000

export type Moto = {
  readonly url: string
  /** Forgets every account, cluster and access entry. */
  readonly reset: () => Promise<void>
  readonly close: () => Promise<void>
}

/** A Python environment that holds moto, every package at the version of `moto/requirements.txt`. */
export async function motoPython(): Promise<string> {
  const wanted = await readFile(requirements, 'utf8')
  const folder = await built({ part: 'moto', madeFrom: [wanted], build: install })
  return pythonOf(folder)
}

// only `bin/python` is used: it finds its packages beside itself, so that the folder may be moved
async function install(folder: string): Promise<void> {
  await runCommand('python3', ['-m', 'venv', folder], { withinMs: 2 * minutes })
  const pip = ['-m', 'pip', 'install', '--quiet', '--requirement', requirements]
  await runCommand(pythonOf(folder), pip, { withinMs: 10 * minutes })
}

function pythonOf(folder: string): string {
  return join(folder, 'bin/python')
}

/**
 * EKS, STS and the rest of moto, with access entries. A new cluster's tags `test:endpoint` and `test:ca-file` set the
 * endpoint and the authority that it is described with. Any access key is accepted; an account is known by the role.
 */
export async function startMoto(): Promise<Moto> {
  const python = await motoPython()
  const folder = await temporaryFolder('moto')
  try {
    const server = await startServerProcess({
      name: 'moto',
      folder: folder.path,
      portCount: 1,
      command: ([port]) => [python, plugin, '-H', '127.0.0.1', '-p', `${port}`],
      ready: async ([port]) => (await fetch(`http://127.0.0.1:${port}/moto-api/data.json`)).ok,
      withinMs: 60_000,
    })
    const url = `http://127.0.0.1:${server.ports[0]}`
    const close = async () => {
      await server.close()
      await folder.remove()
    }
    return { url, reset: () => reset(url), close }
  } catch (error) {
    await folder.remove()
    throw error
  }
}

async function reset(url: string): Promise<void> {
  const answer = await fetch(`${url}/moto-api/reset`, { method: 'POST' })
  if (!answer.ok) throw new Error(`moto reset: HTTP ${answer.status}`)
}
