import path from 'node:path'
import process from 'node:process'
import type { Environment, SlackAccess } from '@fleet-auditor/cli/environment.ts'
import { exitCodeOfError } from '@fleet-auditor/cli/exit-code.ts'
import { buildProgram } from '@fleet-auditor/cli/program.ts'
import { tellError } from '@fleet-auditor/cli/tell-error.ts'
import { vi } from 'vitest'
import type { Ended } from './run-cli.ts'

/** `fleet-auditor` in this process, as `main.ts` runs it; one at a time, for what is printed is caught. */
export async function runProgram(
  args: readonly string[],
  home: string,
  slack: SlackAccess = {},
): Promise<Ended & { readonly code: number }> {
  const environment: Environment = {
    dataFolder: path.join(home, 'data'),
    kubeconfig: [path.join(home, '.kube/config')],
    colours: false,
    width: 80,
    interactive: false,
    slack,
  }
  const stdout = caught(process.stdout)
  const stderr = caught(process.stderr)
  try {
    const code = await codeOf(args, environment)
    return { code, stdout: stdout.text(), stderr: stderr.text() }
  } finally {
    stdout.restore()
    stderr.restore()
  }
}

async function codeOf(args: readonly string[], environment: Environment): Promise<number> {
  try {
    return await buildProgram(environment).run(['node', 'fleet-auditor', ...args])
  } catch (error) {
    process.stderr.write(tellError(error, args.includes('--verbose')))
    return exitCodeOfError(error)
  }
}

function caught(stream: NodeJS.WriteStream) {
  const write = vi.spyOn(stream, 'write').mockReturnValue(true)
  return { text: () => write.mock.calls.map(([chunk]) => String(chunk)).join(''), restore: () => write.mockRestore() }
}
