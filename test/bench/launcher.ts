import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'

/** The command that a person starts. */
export const launcher = fileURLToPath(new URL('../../packages/cli/bin/fleet-auditor.mjs', import.meta.url))

/** Arguments of Node in the launcher's first line: memory is measured as the command would use it. */
export async function launcherNodeArgs(): Promise<readonly string[]> {
  const [first = ''] = (await readFile(launcher, 'utf8')).split('\n')
  return first.split(/\s+/).filter((word) => word.startsWith('--'))
}
