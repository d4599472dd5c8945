import type { Command } from 'commander'
import { formats, given, oneOf } from './audit-flags.ts'
import type { Environment } from './environment.ts'
import { formatOption } from './format-option.ts'
import { placeOf, type RawPlace } from './serve-flags.ts'

interface RawDigestFlags extends RawPlace {
  readonly run?: string
  readonly fleet?: string
  readonly slack?: boolean
  readonly format: string
}

/** Adds `digest` to the program. */
export function addDigest(program: Command, environment: Environment): void {
  program
    .command('digest')
    .description('what a run changed, in short; with --slack told there, once')
    .option('--run <id>', 'by default the last one')
    .option('--slack', 'tell it in Slack (SLACK_BOT_TOKEN or SLACK_WEBHOOK_URL); again: what is missing or changed')
    .option('--fleet <file>', 'fleet file: channels and owners for --slack')
    .option('--data <folder>', 'folder of the embedded store', environment.dataFolder)
    .option('--table <name>', 'the table of a deployment, instead of the embedded store')
    .option('--region <name>', 'region of that table (default: the ambient one)')
    .addOption(formatOption())
    .action(async (raw: RawDigestFlags) => {
      const { digest } = await import('./commands/digest.ts')
      const flags = {
        place: placeOf(raw),
        format: oneOf('--format', raw.format, formats),
        slack: raw.slack ?? false,
        run: raw.run === undefined ? undefined : given('--run', raw.run),
        fleet: raw.fleet === undefined ? undefined : given('--fleet', raw.fleet),
      }
      await digest(flags, environment)
    })
}
