import type { Command } from 'commander'
import { auditFlags, given, sourceFlags, type RawAuditFlags, type RawSourceFlags } from './audit-flags.ts'
import type { Environment } from './environment.ts'
import { formatOption } from './format-option.ts'
import { lifeOf, placeOf, type RawPlace } from './serve-flags.ts'
import { sourceOptions } from './source-options.ts'
import { usageMissing } from './usage-missing.ts'

type Ends = (code: number) => void

interface RawCollectFlags extends RawSourceFlags {
  readonly output?: string
  readonly key?: string
  readonly keyId?: string
  readonly newKey?: string
}

/** For clusters that the auditor cannot reach: photographed inside their network, judged outside it. */
export function addExchange(program: Command, environment: Environment, ends: Ends): void {
  sourceOptions(program.command('collect'))
    .description('collect clusters into one signed file, for ingest to judge elsewhere')
    .option('--output <file>', 'write the signed file there')
    .option('--key <file>', 'private key to sign with (mode 0600)')
    .option('--key-id <id>', 'its id under collectors in the fleet file')
    .option('--new-key <file>', 'make a key, print its entry for the fleet file, and end')
    .action(async (raw: RawCollectFlags) => {
      const { collect, newKey } = await import('./commands/collect.ts')
      if (raw.newKey !== undefined) return newKey(given('--new-key', raw.newKey))
      const { output, key, keyId } = raw
      if (output === undefined || key === undefined || keyId === undefined) {
        throw usageMissing('collect', { '--output': output, '--key': key, '--key-id': keyId })
      }
      const signing = { output: given('--output', output), key: given('--key', key), keyId: given('--key-id', keyId) }
      ends(await collect({ ...sourceFlags(raw), ...signing, probeTimeoutMs: 5000 }, environment))
    })
  program
    .command('ingest')
    .description('judge and store a collected file, as a run of its own')
    .argument('<file>')
    .requiredOption('--fleet <file>', 'fleet file that names the collector’s key')
    .option('--max-age <time>', 'refuse what was collected longer ago: 12h, 2d', '24h')
    .option('--data <folder>', 'folder of the embedded store', environment.dataFolder)
    .option('--table <name>', 'the table of a deployment, instead of the embedded store')
    .option('--region <name>', 'region of that table (default: the ambient one)')
    .addOption(formatOption())
    .option('--fail-on <severity>', 'exit 1 at this severity or worse; new:<severity> for new ones; never', 'high')
    .option('--max-unknown <n>', 'exit 3 when more answers than this are unknown')
    .option('--deadline <duration>', 'of the whole run', '30m')
    .option('--quiet', 'no progress')
    .option('--no-color', 'no colours')
    .action(async (file: string, raw: RawAuditFlags & RawPlace & { fleet: string; maxAge: string }) => {
      const flags = auditFlags({ ...raw, concurrency: '16', clusterDeadline: '20s' })
      const { ingest } = await import('./commands/ingest.ts')
      const place = placeOf(raw)
      ends(
        await ingest(
          { ...flags, file, place, fleet: raw.fleet, maxAgeMs: lifeOf(raw.maxAge, '--max-age') },
          environment,
        ),
      )
    })
}
