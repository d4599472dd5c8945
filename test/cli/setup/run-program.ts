import path from 'node:path'
import { exitCodeOfError } from '@fleet-auditor/cli/exit-code.ts'
import { errorText } from '@fleet-auditor/cli/printing/error-text.ts'
import { runProgram as run } from '@fleet-auditor/cli/program.ts'
import type { Environment, Io, SlackAccess } from '@fleet-auditor/cli/wiring/environment.ts'
import type { Ended } from './run-cli.ts'

/** An environment of its own: every default path lies under the home. */
export const environmentIn = (home: string, slack: SlackAccess = {}): Environment => ({
  dataFolder: path.join(home, 'data'),
  kubeconfig: [path.join(home, '.kube/config')],
  colours: false,
  width: 80,
  reportWidth: 80,
  interactive: false,
  slack,
  variables: {},
})

/** `fleet-auditor` in this process, as `main.ts` runs it, with what it printed. */
export async function runProgram(
  words: readonly string[],
  home: string,
  slack?: SlackAccess,
): Promise<Ended & { readonly code: number }> {
  let [stdout, stderr] = ['', '']
  const io: Io = {
    environment: environmentIn(home, slack),
    out: (text) => void (stdout += text),
    err: (text) => void (stderr += text),
  }
  const code = await run(words, io).catch((error: unknown) => {
    io.err(errorText(error, words.includes('--verbose')))
    return exitCodeOfError(error)
  })
  return { code, stdout, stderr }
}
