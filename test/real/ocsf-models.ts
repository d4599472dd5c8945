import { join } from 'node:path'
import { z } from 'zod'
import { pythonEnvironment } from './python-environment.ts'
import { runCommand } from './run-command.ts'

const folder = join(import.meta.dirname, 'ocsf-models')

/** The Python that holds models of OCSF's events. */
export const ocsfModelsPython = (): Promise<string> =>
  pythonEnvironment('ocsf-models', join(folder, 'requirements.txt'))

/** What the models find wrong with each event; null for what is well. */
export async function eventFaultsOf(events: string): Promise<(string | null)[]> {
  const found = await runCommand(await ocsfModelsPython(), [join(folder, 'validate.py')], { stdin: events })
  return z.array(z.string().nullable()).parse(JSON.parse(found))
}
