import { join } from 'node:path'
import { z } from 'zod'
import { pythonEnvironment } from './python-environment.ts'
import { runCommand } from './run-command.ts'

const folder = join(import.meta.dirname, 'slack-sdk')

/** The Python that holds Slack's SDK. */
export const slackSdkPython = (): Promise<string> => pythonEnvironment('slack-sdk', join(folder, 'requirements.txt'))

const Faults = z.array(z.array(z.string().nullable()))

/** What the SDK finds wrong with each block of each message; null for what is well. It knows no limit on their number. */
export async function blockFaultsOf(messages: readonly (readonly unknown[])[]): Promise<(string | null)[][]> {
  const found = await runCommand(await slackSdkPython(), [join(folder, 'validate.py')], {
    stdin: JSON.stringify(messages),
  })
  return Faults.parse(JSON.parse(found))
}
