import type { Command } from 'commander'
import { formats, oneOf } from './audit-flags.ts'
import type { Environment } from './environment.ts'

interface RawDemoFlags {
  readonly data?: string
  readonly format: string
  readonly verbose?: boolean
}

/** Adds `demo` to the program; `ends` takes its exit code. */
export function addDemo(program: Command, environment: Environment, ends: (code: number) => void): void {
  program
    .command('demo')
    .description('audit a demonstration fleet on this machine; again for its second night')
    .option('--data <folder>', 'folder of its files and store (default: demonstration, in the data folder)')
    .option('--format <word>', formats.join(', '), 'table')
    .option('--verbose', 'name everything')
    .action(async (raw: RawDemoFlags) => {
      const { data, format, verbose = false } = raw
      const flags = { format: oneOf('--format', format, formats), verbose, data }
      const { demo } = await import('./commands/demo.ts')
      ends(await demo(flags, environment))
    })
}
