import { Command, CommanderError } from 'commander'
import manifest from '../package.json' with { type: 'json' }
import { addAbout } from './about-commands.ts'
import { auditFlags, sourceFlags, type RawAuditFlags, type RawSourceFlags } from './audit-flags.ts'
import { addDemo } from './demo-command.ts'
import { addDigest } from './digest-command.ts'
import type { Environment } from './environment.ts'
import { addExchange } from './exchange-commands.ts'
import { exitCodes } from './exit-code.ts'
import { formatOption } from './format-option.ts'
import { addServe } from './serve-commands.ts'
import { sourceOptions } from './source-options.ts'
import { addStored } from './stored-commands.ts'
import { usageError } from './usage-error.ts'

const collectWords = (words: string, before: readonly string[] = []): string[] => [...before, ...words.split(',')]

const exitHelp = [
  '',
  'Exit codes, the first that applies:',
  ...exitCodes.map(([code, why]) => `  ${code}\t${why}`),
].join('\n')

/** The commands and their flags. Each loads its code when it is called. */
export function buildProgram(environment: Environment): { run(argv: readonly string[]): Promise<number> } {
  let exitCode = 0
  const ends = (code: number): void => {
    exitCode = code
  }
  const program = new Command('fleet-auditor')
    .description('Audits Meshery fleets on EKS, GKE and AKS. Read-only.')
    .version(manifest.version)
    .exitOverride()
    .showSuggestionAfterError()
    // Mistakes are told once, in the auditor's own form.
    .configureOutput({ writeErr: () => {} })
    .addHelpText('after', exitHelp)
  addAudit(program, environment, ends)
  addStored(program, environment)
  addServe(program, environment, ends)
  addExchange(program, environment, ends)
  addDigest(program, environment)
  addAbout(program)
  addDemo(program, environment, ends)
  for (const command of program.commands) offerStacks(command)
  return {
    async run(argv) {
      try {
        await program.parseAsync([...argv])
        return exitCode
      } catch (error) {
        if (!(error instanceof CommanderError)) throw error
        if (error.exitCode === 0) return 0
        throw usageError(error, program, argv.slice(2))
      }
    },
  }
}

/** `main` looks for the flag itself: an error may come before any command is known. */
function offerStacks(command: Command): void {
  if (command.options.some(({ long }) => long === '--verbose')) return
  command.option('--verbose', 'stack traces of errors')
}

type Ends = (code: number) => void

function addAudit(program: Command, environment: Environment, ends: Ends): void {
  sourceOptions(program.command('audit', { isDefault: true }))
    .description('audit the fleet of a fleet file, or the current kubeconfig context')
    .option('--data <folder>', `folder of the embedded store (default: ${environment.dataFolder})`)
    .addOption(formatOption())
    .option('--output <file>', 'write the report there')
    .option('--fail-on <severity>', 'exit 1 at this severity or worse; new:<severity> for new ones; never', 'high')
    .option('--max-unknown <n>', 'exit 3 when more answers than this are unknown')
    .option('--only <checks>', 'only these checks, comma-separated or repeated', collectWords)
    .option('--skip <checks>', 'all but these checks', collectWords)
    .option('--slack', 'tell the run in Slack (SLACK_BOT_TOKEN or SLACK_WEBHOOK_URL)')
    .option('--quiet', 'no progress')
    .option('--verbose', 'name everything; stack traces')
    .option('--no-color', 'no colours')
    .addHelpText('after', exitHelp)
    .action(async (raw: RawAuditFlags) => {
      const flags = auditFlags(raw)
      const { audit } = await import('./commands/audit.ts')
      ends(await audit(flags, environment))
    })
  sourceOptions(program.command('doctor'))
    .description('say what each source still needs, grouped by missing grant')
    .action(async (raw: RawSourceFlags) => {
      const flags = sourceFlags(raw)
      const { doctor } = await import('./commands/doctor.ts')
      ends(await doctor(flags, environment))
    })
}
