import { Command, CommanderError, Option } from 'commander'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import { Severity } from '@fleet-auditor/model/severity.ts'
import {
  auditFlags,
  checkId,
  count,
  formats,
  oneOf,
  sourceFlags,
  type RawAuditFlags,
  type RawSourceFlags,
} from './audit-flags.ts'
import { addDemo } from './demo-command.ts'
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
  addStored(program, environment)
  addAbout(program)
  addDemo(program, environment, ends)
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

const sourceOptions = (command: Command): Command =>
  command
    .option('--fleet <file>', 'fleet file')
    .option('--kubeconfig <file>', 'kubeconfig, instead of the fleet file’s sources')
    .option('--context <name>', 'context name or glob, repeatable', collectWord)
    .option('--cluster <id>', 'cluster id, name or glob, repeatable', collectWord)
    .option('--provider <word>', 'eks, gke, aks or kubeconfig, repeatable', collectWord)
    .option('--concurrency <n>', 'clusters at once', '32')
    .option('--deadline <duration>', 'of the whole run', '30m')
    .option('--cluster-deadline <duration>', 'of one cluster or scope', '20s')

const formatOption = (): Option => new Option('--format <word>', formats.join(', ')).default('table')

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

interface RawStoredFlags {
  readonly data: string
  readonly format: string
}

/** Verbs over what earlier runs stored. */
function addStored(program: Command, environment: Environment): void {
  const stored = (name: string, description: string): Command =>
    program
      .command(name)
      .description(description)
      .option('--data <folder>', 'folder of the embedded store', environment.dataFolder)
      .addOption(formatOption())
  const common = ({ data, format }: RawStoredFlags) => ({ data, format: oneOf('--format', format, formats) })

  stored('findings', 'the stored findings, worst first')
    .option('--state <word>', 'open, resolved or any', 'open')
    .option('--check <id>', 'of one check')
    .option('--cluster <id>', 'of one cluster, globs allowed')
    .option('--severity <word>', 'at this severity or worse')
    .action(async (raw: RawStoredFlags & { state: string; check?: string; cluster?: string; severity?: string }) => {
      const { findings } = await import('./commands/findings.ts')
      await findings({
        ...common(raw),
        state: oneOf('--state', raw.state, ['open', 'resolved', 'any']),
        ...(raw.check === undefined ? {} : { check: checkId('--check', raw.check) }),
        ...(raw.cluster === undefined ? {} : { cluster: raw.cluster }),
        ...(raw.severity === undefined ? {} : { severity: oneOf('--severity', raw.severity, Severity.options) }),
      })
    })
  stored('runs', 'the stored runs, newest first')
    .option('--run <id>', 'one of them, with its ledger')
    .option('--limit <n>', 'how many', '20')
    .action(async (raw: RawStoredFlags & { run?: string; limit: string }) => {
      const { runs } = await import('./commands/runs.ts')
      await runs({
        ...common(raw),
        limit: count('--limit', raw.limit, 1),
        ...(raw.run === undefined ? {} : { run: raw.run }),
      })
    })
  stored('clusters', 'the clusters that some run has seen').action(async (raw: RawStoredFlags) => {
    const { clusters } = await import('./commands/clusters.ts')
    await clusters(common(raw))
  })
  stored('diff', 'what changed between two runs, by default the last two')
    .argument('[runs...]', 'two run ids')
    .action(async (runs: string[], raw: RawStoredFlags) => {
      const { diff } = await import('./commands/diff.ts')
      await diff({ ...common(raw), runs })
    })
  stored('replay', 'judge stored snapshots by the checks of now')
    .option('--run <id>', 'by default the last one')
    .option('--fleet <file>', 'fleet file')
    .action(async (raw: RawStoredFlags & { run?: string; fleet?: string }) => {
      const { replay } = await import('./commands/replay.ts')
      await replay({
        ...common(raw),
        ...(raw.run === undefined ? {} : { run: raw.run }),
        ...(raw.fleet === undefined ? {} : { fleet: raw.fleet }),
      })
    })
}

/** Verbs that tell what the auditor is and needs. */
function addAbout(program: Command): void {
  program
    .command('checks')
    .description('the catalogue')
    .addOption(formatOption())
    .action(async ({ format }: { format: string }) => {
      const { checks } = await import('./commands/checks.ts')
      checks(oneOf('--format', format, formats))
    })
  program
    .command('explain')
    .description('rule, reason, source and remedy of one check')
    .argument('<check>')
    .action(async (id: string) => {
      const { explain } = await import('./commands/checks.ts')
      explain(id)
    })
  program
    .command('access')
    .description('the least role: aws, gcp, azure or kubernetes')
    .argument('<side>')
    .action(async (side: string) => {
      const { access, accessTargets } = await import('./commands/access.ts')
      access(oneOf('access', side, accessTargets))
    })
  program
    .command('init')
    .description('write a commented fleet file')
    .argument('[file]', 'where', 'fleet.yaml')
    .action(async (file: string) => {
      const { init } = await import('./commands/init.ts')
      await init(file)
    })
}
