import type { FleetStore } from '@fleet-auditor/audit/ports/fleet-store.ts'
import { endedRuns } from '@fleet-auditor/audit/queries/last-complete.ts'
import { replayRun } from '@fleet-auditor/audit/queries/replay-run.ts'
import { enabledChecks } from '@fleet-auditor/audit/run-context.ts'
import { clusterChecks } from '@fleet-auditor/checks/registry.ts'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import type { FleetFile } from '@fleet-auditor/model/fleet-file.ts'
import { Severity } from '@fleet-auditor/model/severity.ts'
import { replayLines } from '../../printing/replay-lines.ts'
import { printRows } from '../../printing/rows.ts'
import { clock, now } from '../../wiring/clock.ts'
import { readFleetFile, undeclaredFleet } from '../../wiring/fleet-file.ts'
import { openStore } from '../../wiring/store.ts'
import { defineCommand } from '../define-command.ts'
import { listOption, optionalArgument, optionalOption, repeatableOption, switchOption } from '../options/option.ts'
import { dataFolder, fleetFile, format } from '../options/shared-options.ts'
import { oneOf, text, value, wordOf } from '../options/values.ts'
import { unknownRun } from '../runs.ts'

/** Only these judge a snapshot of a cluster. */
const ids = clusterChecks.map(({ id }) => id)

/** `unpinned-image=critical` */
const checkAndSeverity = value<{ readonly check: string; readonly severity: Severity }>((word, name) => {
  const [id = '', wanted = ''] = word.split('=')
  const [check, severity] = [wordOf(id, ids, name), wordOf(wanted, Severity.options, name)]
  if (!('value' in check)) return check
  return 'value' in severity ? { value: { check: check.value, severity: severity.value } } : severity
})

/** Evaluates stored snapshots with the current checks, and prints what differs from the verdicts of that run. */
export const replayCommand = defineCommand({
  name: 'replay',
  summary: 'evaluate stored snapshots with the current checks, and print what would differ; writes nothing',
  arguments: {
    named: optionalArgument('[run]', 'run id (default: the last one)', 'fleet-auditor replay', text),
  },
  options: {
    data: dataFolder,
    format,
    run: optionalOption('--run <id>', 'the same, as an option', text),
    fleet: fleetFile,
    fleetOfRun: switchOption('--fleet-of-run', 'by the fleet file that the run was made with, not by that of --fleet'),
    only: listOption('--only <checks>', 'comma-separated ids of checks of clusters: compare these alone', oneOf(ids)),
    severities: repeatableOption(
      '--with <check=severity>',
      'judge this check at this severity, repeatable: what it would do before it is written into the fleet file',
      checkAndSeverity,
    ),
  },
  notes: '\nPlanes and the fleet have no snapshot: clusters alone are judged again. Exit code 0, whatever differs.',
  async run(input, io) {
    const named = requireFitting(input)
    const declared = input.fleet === undefined ? undeclaredFleet() : await readFleetFile(input.fleet)
    await using store = await openStore(input.data)
    const run = named ?? (await endedRuns({ store, clock }))[0]?.id
    if (run === undefined) throw new AuditorError('usage', 'no run is stored yet', { remedy: 'fleet-auditor audit' })
    if (!(await store.readRun(run))) throw unknownRun(run)
    const fleet = withSeverities(input.fleetOfRun ? await fleetOf(run, store) : declared, input.severities)
    const context = { run, startedAt: now(), fleet, checks: enabledChecks(input.only, []) }
    const replayed = await replayRun({ run, only: input.only }, context, { store })
    if (input.format !== 'table') return printRows(io, input.format, replayed.clusters, () => [])
    io.out(`${replayLines(replayed).join('\n')}\n`)
  },
})

/** The run that is named, in either way. */
function requireFitting(input: {
  readonly named?: string
  readonly run?: string
  readonly fleet?: string
  readonly fleetOfRun: boolean
}): string | undefined {
  if (input.fleet !== undefined && input.fleetOfRun) {
    const remedy = 'leave one of them out'
    throw new AuditorError('usage', 'two fleet files are named', { place: '--fleet-of-run', remedy })
  }
  if (input.named === undefined || input.run === undefined || input.named === input.run) return input.named ?? input.run
  throw new AuditorError('usage', 'two runs are named', { place: '--run', remedy: 'leave --run out' })
}

async function fleetOf(run: string, store: FleetStore): Promise<FleetFile> {
  const fleet = await store.ledger.readFleetFile(run)
  if (fleet) return fleet
  throw new AuditorError('usage', `the fleet file of the run ${run} is not stored`, {
    place: '--fleet-of-run',
    remedy: 'it is stored as long as the run’s records, by auditors of now: name a file with --fleet',
  })
}

/** The first override that selects a cluster counts: these stand before those of the file. */
const withSeverities = (
  fleet: FleetFile,
  severities: readonly { readonly check: string; readonly severity: Severity }[],
): FleetFile => ({
  ...fleet,
  checks: [...severities.map((each) => ({ ...each, clusters: {}, reason: 'replay --with' })), ...fleet.checks],
})
