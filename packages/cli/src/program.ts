import { Command, CommanderError, Option } from 'commander'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import { auditFlags, formats, type RawAuditFlags } from './audit-flags.ts'
import type { Environment } from './environment.ts'
import { exitCodes } from './exit-code.ts'

const collectWord = (word: string, before: readonly string[] = []): string[] => [...before, word]
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
    .exitOverride()
    .showSuggestionAfterError()
    .addHelpText('after', exitHelp)
  addAudit(program, environment, ends)
  addStored(program, environment, ends)
  addAbout(program, environment, ends)
  return {
    async run(argv) {
      try {
        await program.parseAsync([...argv])
        return exitCode
      } catch (error) {
        if (!(error instanceof CommanderError)) throw error
        if (error.exitCode === 0) return 0
        throw new AuditorError('usage', error.message.replace(/^error: /, ''), { remedy: 'fleet-auditor --help' })
      }
    },
  }
}

type Ends = (code: number) => void

function addAudit(program: Command, environment: Environment, ends: Ends): void {
  program
    .command('audit', { isDefault: true })
    .description('audit the fleet of a fleet file, or the current kubeconfig context')
    .option('--fleet <file>', 'fleet file')
    .option('--kubeconfig <file>', 'kubeconfig, instead of the fleet file’s sources')
    .option('--context <name>', 'context name or glob, repeatable', collectWord)
    .option('--cluster <id>', 'cluster id, name or glob, repeatable', collectWord)
    .option('--provider <word>', 'eks, gke, aks or kubeconfig, repeatable', collectWord)
    .option('--data <folder>', `folder of the embedded store (default: ${environment.dataFolder})`)
    .addOption(new Option('--format <word>', formats.join(', ')).default('table'))
    .option('--output <file>', 'write the report there')
    .option('--fail-on <severity>', 'exit 1 at this severity or worse; new:<severity> for new ones; never', 'high')
    .option('--max-unknown <n>', 'exit 3 when more answers than this are unknown')
    .option('--only <checks>', 'only these checks, comma-separated or repeated', collectWords)
    .option('--skip <checks>', 'all but these checks', collectWords)
    .option('--concurrency <n>', 'clusters at once', '32')
    .option('--deadline <duration>', 'of the whole run', '30m')
    .option('--cluster-deadline <duration>', 'of one cluster or scope', '20s')
    .option('--quiet', 'no progress')
    .option('--verbose', 'name everything; stack traces')
    .option('--no-color', 'no colours')
    .addHelpText('after', exitHelp)
    .action(async (raw: RawAuditFlags) => {
      const flags = auditFlags(raw)
      const { audit } = await import('./commands/audit.ts')
      ends(await audit(flags, environment))
    })
}

function addStored(_program: Command, _environment: Environment, _ends: Ends): void {}

function addAbout(_program: Command, _environment: Environment, _ends: Ends): void {}
