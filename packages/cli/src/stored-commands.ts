import type { Command } from 'commander'
import { Severity } from '@fleet-auditor/model/severity.ts'
import { checkId, count, formats, given, oneOf } from './audit-flags.ts'
import type { Environment } from './environment.ts'
import { formatOption } from './format-option.ts'

interface RawStoredFlags {
  readonly data: string
  readonly format: string
}

/** Verbs over what earlier runs stored. */
export function addStored(program: Command, environment: Environment): void {
  const stored = (name: string, description: string): Command =>
    program
      .command(name)
      .description(description)
      .option('--data <folder>', 'folder of the embedded store', environment.dataFolder)
      .addOption(formatOption())
  const common = ({ data, format }: RawStoredFlags) => ({
    data: given('--data', data),
    format: oneOf('--format', format, formats),
  })

  stored('findings', 'the stored findings, worst first')
    .option('--state <word>', 'open, resolved or any', 'open')
    .option('--check <id>', 'of one check')
    .option('--cluster <id>', 'id, name, key or locator of a cluster; globs and ! in front allowed')
    .option('--severity <word>', 'at this severity or worse')
    .action(async (raw: RawStoredFlags & { state: string; check?: string; cluster?: string; severity?: string }) => {
      const { findings } = await import('./commands/findings.ts')
      await findings({
        ...common(raw),
        state: oneOf('--state', raw.state, ['open', 'resolved', 'any']),
        check: raw.check === undefined ? undefined : checkId('--check', raw.check),
        cluster: raw.cluster,
        severity: raw.severity === undefined ? undefined : oneOf('--severity', raw.severity, Severity.options),
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
        run: raw.run,
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
        run: raw.run,
        fleet: raw.fleet,
      })
    })
}
