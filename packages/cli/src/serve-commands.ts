import type { Command } from 'commander'
import { formats, given, oneOf } from './audit-flags.ts'
import type { Environment } from './environment.ts'
import { formatOption } from './format-option.ts'
import { lifeOf, placeOf, scopeList, serveFlags, type RawPlace, type RawServeFlags } from './serve-flags.ts'
import { collectWord, sourceOptions } from './source-options.ts'

type Ends = (code: number) => void

/** The API, and the tokens that open it. */
export function addServe(program: Command, environment: Environment, ends: Ends): void {
  sourceOptions(program.command('serve'))
    .description('nightly audit, API and Slack in one process on the embedded store')
    .option('--data <folder>', 'folder of the embedded store', environment.dataFolder)
    .option('--host <address>', 'address to listen on; other than loopback needs a token in the store', '127.0.0.1')
    .option('--port <n>', 'port to listen on; 0: any that is free', '8080')
    .option('--every <cron>', 'five fields of cron, or never (default: schedule of the fleet file)')
    .option('--time-zone <zone>', 'IANA name (default: schedule of the fleet file)')
    .option('--slack', 'tell each run in Slack (SLACK_BOT_TOKEN or SLACK_WEBHOOK_URL)')
    .option('--cors-origin <origin>', 'origin that browsers may call from, repeatable', collectWord)
    .action(async (raw: RawServeFlags) => {
      const flags = serveFlags(raw)
      const { serve } = await import('./commands/serve.ts')
      ends(await serve(flags, environment))
    })
  addTokens(program.command('token').description('tokens of the API: create, list, revoke'), environment)
}

function addTokens(token: Command, environment: Environment): void {
  const verb = (name: string, description: string): Command =>
    token
      .command(name)
      .description(description)
      .option('--data <folder>', 'folder of the embedded store', environment.dataFolder)
      .option('--table <name>', 'the table of a deployment, instead of the embedded store')
      .option('--region <name>', 'region of that table (default: the ambient one)')
      .option('--verbose', 'stack traces of errors')
  verb('create', 'make a token; it is shown once')
    .requiredOption('--name <name>', 'who uses it')
    .option('--scope <words>', 'read, run, write; comma-separated', 'read')
    .option('--expires <time>', 'time to live: 12h, 90d, 52w (default: it does not expire)')
    .addOption(formatOption())
    .action(async (raw: RawPlace & { name: string; scope: string; expires?: string; format: string }) => {
      const { tokenCreate } = await import('./commands/token.ts')
      await tokenCreate({
        place: placeOf(raw),
        format: oneOf('--format', raw.format, formats),
        name: given('--name', raw.name),
        scopes: scopeList(raw.scope),
        livesMs: raw.expires === undefined ? undefined : lifeOf(raw.expires),
      })
    })
  verb('list', 'the tokens, with when each was last used')
    .addOption(formatOption())
    .action(async (raw: RawPlace & { format: string }) => {
      const { tokenList } = await import('./commands/token.ts')
      await tokenList({ place: placeOf(raw), format: oneOf('--format', raw.format, formats) })
    })
  verb('revoke', 'end a token')
    .argument('<id>', 'its id, as list shows it')
    .action(async (id: string, raw: RawPlace) => {
      const { tokenRevoke } = await import('./commands/token.ts')
      await tokenRevoke({ place: placeOf(raw), id })
    })
}
