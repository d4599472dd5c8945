import { ownEntry } from '@fleet-auditor/model/own-entry.ts'
import { Command as Parser, CommanderError } from 'commander'
import manifest from '../package.json' with { type: 'json' }
import { commandList } from './command-list.ts'
import { parserOf, usageError } from './command-parser.ts'
import type { Command, CommandGroup, RawInput } from './commands/define-command.ts'
import { exitCodeHelp } from './exit-code.ts'
import { primaryError } from './printing/error-text.ts'
import type { Io } from './wiring/environment.ts'

/** Runs the command that the words name. Resolves to the exit code; throws AuditorError. */
export async function runProgram(words: readonly string[], io: Io): Promise<number> {
  let exitCode = 0
  const start = async (command: Command, raw: RawInput): Promise<void> => {
    exitCode = await command.start(raw, io)
  }
  const program = new Parser('fleet-auditor')
    .description('Audits Meshery fleets on EKS, GKE and AKS. Read-only.')
    .version(manifest.version)
    .exitOverride()
    .showSuggestionAfterError()
    // Mistakes are printed once, in the auditor's own form.
    .configureOutput({ writeOut: io.out, writeErr: () => {} })
    .addHelpText('after', exitCodeHelp)
  for (const command of await commandsFor(words)) program.addCommand(parserOf(command, io.environment, start, program))
  try {
    await program.parseAsync(words.length === 0 ? ['--help'] : [...words], { from: 'user' })
    return exitCode
  } catch (caught) {
    const error = primaryError(caught)
    if (!(error instanceof CommanderError)) throw error
    if (error.exitCode === 0) return 0
    throw usageError(error, Object.keys(commandList), words)
  }
}

/** The one that is named; all of them for help and for mistakes. */
function commandsFor([first = '']: readonly string[]): Promise<readonly (Command | CommandGroup)[]> {
  const load = ownEntry(commandList, first)
  return Promise.all(load ? [load()] : Object.values(commandList).map((each) => each()))
}
