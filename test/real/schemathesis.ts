import { join } from 'node:path'
import { pythonEnvironment } from './python-environment.ts'
import { runCommand } from './run-command.ts'

const requirements = join(import.meta.dirname, 'schemathesis/requirements.txt')
const config = join(import.meta.dirname, 'schemathesis/schemathesis.toml')

/** The Python that holds schemathesis. */
export const schemathesisPython = (): Promise<string> => pythonEnvironment('schemathesis', requirements)

export interface Fuzzing {
  /** Of the running API; it is read from there. */
  readonly url: string
  readonly token: string
  readonly seed: number
  /** Where it leaves its own files. */
  readonly folder: string
}

/** Fuzzes an API from its own description and returns what schemathesis reports; a failure it finds is an error. */
export async function fuzz({ url, token, seed, folder }: Fuzzing): Promise<string> {
  const program = ['-c', 'from schemathesis.cli import schemathesis; schemathesis()', '--config-file', config]
  const target = ['run', `${url}/openapi.json`, '--wait-for-schema', '10', '-H', `Authorization: Bearer ${token}`]
  const effort = ['--checks', 'all', '--max-examples', '50', '--seed', `${seed}`, '--no-color']
  return runCommand(await schemathesisPython(), [...program, ...target, ...effort], {
    cwd: folder,
    withinMs: 300_000,
  })
}
