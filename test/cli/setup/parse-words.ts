import { parserOf } from '@fleet-auditor/cli/command-parser.ts'
import type { Command, RawInput } from '@fleet-auditor/cli/commands/define-command.ts'
import { Command as Parser } from 'commander'
import { environmentIn } from './run-program.ts'

/** The input of a command for these words; the command itself does not run. */
export async function parseWords<I>(command: Command<I>, words: readonly string[]): Promise<I> {
  let raw: RawInput = {}
  const parent = new Parser('fleet-auditor').exitOverride().configureOutput({ writeErr: () => {} })
  const start = (_: Command, given: RawInput): Promise<void> => {
    raw = given
    return Promise.resolve()
  }
  await parserOf(command, environmentIn('/home'), start, parent).parseAsync([...words], { from: 'user' })
  return command.parse(raw)
}
