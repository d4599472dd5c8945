import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { built } from './cache.ts'
import { runCommand } from './run-command.ts'

const minutes = 60_000

/** A Python of its own that holds a requirements file's packages, every one at its version; cached until that changes. */
export async function pythonEnvironment(part: string, requirements: string): Promise<string> {
  const wanted = await readFile(requirements, 'utf8')
  const folder = await built({ part, madeFrom: [wanted], build: (empty) => install(empty, requirements) })
  return pythonOf(folder)
}

// only `bin/python` is used: it finds its packages beside itself, so that the folder may be moved
async function install(folder: string, requirements: string): Promise<void> {
  await runCommand('python3', ['-m', 'venv', folder], { withinMs: 2 * minutes })
  const pip = ['-m', 'pip', 'install', '--quiet', '--requirement', requirements]
  await runCommand(pythonOf(folder), pip, { withinMs: 10 * minutes })
}

const pythonOf = (folder: string): string => join(folder, 'bin/python')
