import type { Command } from 'commander'
import { formats, oneOf } from './audit-flags.ts'
import { formatOption } from './format-option.ts'

/** Verbs that tell what the auditor is and needs. */
export function addAbout(program: Command): void {
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
    .description('the least roles, and what lets a function sign in: aws, gcp, azure or kubernetes')
    .argument('<side>')
    .argument('[document]', 'one of its documents alone, ready for the cloud’s own command line')
    .option('--fleet <file>', 'only what this fleet file needs')
    .action(async (side: string, document: string | undefined, { fleet }: { fleet?: string }) => {
      const { access, accessTargets } = await import('./commands/access.ts')
      await access(oneOf('access', side, accessTargets), document, fleet)
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
