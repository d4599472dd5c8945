import { mapConcurrent } from '@fleet-auditor/audit/map-concurrent.ts'
import type { FleetStore } from '@fleet-auditor/audit/ports/fleet-store.ts'
import type { RegisteredCluster } from '@fleet-auditor/audit/ports/store.ts'
import { askedTargets, existing, type NamedTarget } from '@fleet-auditor/audit/queries/asked-targets.ts'
import { lastReadings, wasRead } from '@fleet-auditor/audit/queries/last-readings.ts'
import { storedUnknowns } from '@fleet-auditor/audit/queries/stored-unknowns.ts'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import { Cause } from '@fleet-auditor/model/cause.ts'
import { clusterLabels } from '@fleet-auditor/model/cluster-label.ts'
import { momentForms } from '@fleet-auditor/model/moment.ts'
import { Severity } from '@fleet-auditor/model/severity.ts'
import { printLife } from '../printing/finding-life.ts'
import { findingTable } from '../printing/finding-rows.ts'
import { printRows } from '../printing/rows.ts'
import { storedFindings } from '../printing/stored-findings.ts'
import { inOrder, unknownTable } from '../printing/unknown-rows.ts'
import { unreadNote } from '../printing/unread-note.ts'
import { clock } from '../wiring/clock.ts'
import type { Io } from '../wiring/environment.ts'
import { openStore } from '../wiring/store.ts'
import { defineCommand } from './define-command.ts'
import { option, optionalArgument, optionalOption } from './options/option.ts'
import { dataFolder, format } from './options/shared-options.ts'
import { checkId, moment, oneOf, text } from './options/values.ts'

const states = ['open', 'resolved', 'any', 'unknown'] as const

/** The stored findings, worst first, or the checks without an answer. Exit code 3 where no cluster asked for was read. */
export const findingsCommand = defineCommand({
  name: 'findings',
  summary: 'the stored findings, worst first, or what is not known',
  arguments: {
    fingerprint: optionalArgument(
      '[fingerprint]',
      'one finding, or the beginning of it: its whole life, evidence and remedy',
      'fleet-auditor findings',
      text,
    ),
  },
  options: {
    data: dataFolder,
    format,
    asOf: optionalOption('--as-of <time>', `those that were open then, as they stood: ${momentForms}`, moment),
    fleet: optionalOption('--fleet <file>', 'fleet file, whose waivers the life of a finding shows', text),
    state: option(
      '--state <word>',
      `${states.join(', ')}; unknown lists the checks without an answer`,
      oneOf(states),
      'open',
    ),
    check: optionalOption('--check <id>', 'of one check', checkId),
    cluster: optionalOption(
      '--cluster <id>',
      'id, name, key or locator of a cluster; globs and ! in front allowed',
      text,
    ),
    severity: optionalOption('--severity <word>', 'at this severity or worse', oneOf(Severity.options)),
    cause: optionalOption('--cause <word>', 'with --state unknown: of one cause', oneOf(Cause.options)),
  },
  notes: '\nExit code 3 where none of the clusters asked for could be read.',
  async run(input, io) {
    requireFitting(input)
    await using store = await openStore(input.data)
    if (input.fingerprint !== undefined) {
      await printLife(input.fingerprint, input, store, io)
      return 0
    }
    const registry = await store.readRegistry()
    const asked = { ...input, registry, targets: askedTargets(registry, input.cluster) }
    const clusters = existing(asked.targets).flatMap(({ registered }) => registered ?? [])
    const readings = await lastReadings(clusters, { store, clock })
    if (input.state === 'unknown') await printUnknowns(asked, store, io)
    else {
      const named = await storedFindings({ ...asked, state: input.state }, readings, store)
      printRows(io, input.format, named, (rows) => findingTable(rows, labelsOf(registry)))
    }
    if (input.asOf !== undefined) return 0
    const note = `${unreadNote(readings, input.check).join('\n')}\n`
    if (note !== '\n') (input.format === 'table' ? io.out : io.err)(note)
    return clusters.length > 0 && !readings.some(wasRead) ? 3 : 0
  },
})

type FindingsInput = ReturnType<typeof findingsCommand.parse>

interface Asked extends FindingsInput {
  readonly registry: readonly RegisteredCluster[]
  readonly targets: readonly NamedTarget[]
}

/** An answer that is not known has no severity, and a finding no cause; of a time in the past only what was open is stored. */
function requireFitting({ state, severity, cause, asOf }: FindingsInput): void {
  if (asOf !== undefined && state !== 'open') {
    const remedy = 'leave --state out, or --as-of'
    throw new AuditorError('usage', 'as of a time only open findings are listed', { place: '--as-of', remedy })
  }
  const [option, other] = state === 'unknown' ? ['--severity', severity] : ['--cause', cause]
  if (other === undefined) return
  const message = state === 'unknown' ? 'what is not known has no severity' : 'a finding has no cause'
  const remedy = state === 'unknown' ? 'leave --severity out' : 'add --state unknown, or leave --cause out'
  throw new AuditorError('usage', message, { place: option, remedy })
}

const labelsOf = (registry: readonly RegisteredCluster[]) => clusterLabels(registry.map(({ cluster }) => cluster))

/** Histories read at once. */
const width = 32

async function printUnknowns(
  { check, cause, format: as, registry, targets }: Asked,
  store: FleetStore,
  io: Io,
): Promise<void> {
  const read = storedUnknowns(store)
  const lists = await mapConcurrent(existing(targets), width, async ({ target, name }) =>
    ((await read(target)) ?? []).map((unknown) => ({ ...unknown, cluster: name })),
  )
  const asked = lists
    .flat()
    .filter((unknown) => (check ?? unknown.check) === unknown.check && (cause ?? unknown.cause) === unknown.cause)
    .toSorted(inOrder)
  printRows(io, as, asked, (rows) => unknownTable(rows, labelsOf(registry)))
}
