import { existsSync } from 'node:fs'
import path from 'node:path'
import { readinessQuery } from '@fleet-auditor/audit/queries/readiness-query.ts'
import { readiness } from '@fleet-auditor/audit/queries/readiness.ts'
import type { Run } from '@fleet-auditor/model/run.ts'
import { columns } from '@fleet-auditor/report/columns.ts'
import { headline, partsOf, stateCounts } from '@fleet-auditor/report/readiness/readiness-parts.ts'
import type { Day } from '@fleet-auditor/simulator/demonstration/story.ts'
import { demonstrationFiles, prepareFolder, writeHandout, type DemonstrationFiles } from '../demonstration/files.ts'
import { demonstrationEnvironment, runAudit, startFleetProcess } from '../demonstration/processes.ts'
import type { Format } from '../printing/rows.ts'
import { clock } from '../wiring/clock.ts'
import type { Variables } from '../wiring/environment.ts'
import { readFleetFile } from '../wiring/fleet-file.ts'
import { makeStore, openStore } from '../wiring/store.ts'
import { defineCommand } from './define-command.ts'
import { option } from './options/option.ts'
import { format, reportOptions } from './options/shared-options.ts'
import { text } from './options/values.ts'

/** One cluster never answers: it is not waited for as long as a real one. */
const clusterDeadline = '6s'

/** Exit codes of an audit that ran: nothing found, findings, something that could not be read. */
const ran = [0, 1, 3]

/** Audits a fleet on loopback, the first time as it is on day 1, from then on as it is on day 2. */
export const demoCommand = defineCommand({
  name: 'demo',
  summary: 'audit a demonstration fleet on this machine; run it twice to see changes',
  options: {
    data: option('--data <folder>', 'folder of its files and store', text, ({ dataFolder }) =>
      path.join(dataFolder, 'demonstration'),
    ),
    format,
    verbose: reportOptions.verbose,
  },
  async run(input, io) {
    const files = demonstrationFiles(path.resolve(input.data))
    await prepareFolder(files)
    const day = await nextDay(files)
    const fleet = await startFleetProcess(day, files.authority)
    try {
      await writeHandout(files, fleet.handout)
      io.err(`Demonstration fleet, day ${day}: servers on this machine, nothing else.\n`)
      const variables = demonstrationEnvironment(fleet.handout, files, io.environment.variables)
      const code = await runAudit(auditArguments(files, input), variables)
      if (!ran.includes(code)) return code
      io.err(`${(await readinessLines(files)).join('\n')}\n`)
      io.err(nextSteps(files, day, io.environment.variables))
      return 0
    } finally {
      await fleet.end()
    }
  },
})

/** What the checklist comes to, a line for each group. */
async function readinessLines({ fleet: file, store: folder }: DemonstrationFiles): Promise<string[]> {
  const fleet = await readFleetFile(file)
  await using store = await openStore(folder)
  const query = readinessQuery({}, fleet, await store.readRegistry())
  const report = await readiness(query, fleet, { store, clock })
  const parts = partsOf(report).map(({ title, items }) => [`  ${title}`, stateCounts(items)])
  return ['', `Readiness: ${headline(report)}`, ...columns(parts)]
}

const auditArguments = (
  { fleet, store }: DemonstrationFiles,
  { format: as, verbose }: { readonly format: Format; readonly verbose: boolean },
): string[] => {
  const args = ['--fleet', fleet, '--data', store, '--format', as, '--cluster-deadline', clusterDeadline]
  return verbose ? [...args, '--verbose'] : args
}

/** A run that was not cancelled makes the next one day 2. */
async function nextDay({ store: folder }: DemonstrationFiles): Promise<Day> {
  await using store = await makeStore(folder)
  for (const { id, counts } of await store.listRuns(20)) {
    if ((counts?.audited ?? 0) > 0 && hasEnded(await store.readRun(id))) return 2
  }
  return 1
}

const hasEnded = (run: Run | undefined): boolean =>
  run !== undefined && run.ledger.every(({ cause }) => cause !== 'cancelled')

/** The commands to go on with, as they work in the shell that started the demonstration. */
export function nextSteps({ folder, fleet, store }: DemonstrationFiles, day: Day, variables: Variables): string {
  const again =
    day === 1
      ? 'This was the baseline run. Run it again for day 2: new, worsened and resolved findings, and stale clusters.'
      : `Later runs repeat day 2. Start over: rm -r ${quoted(folder)}`
  const first = isOnPath(variables) ? [] : [`In this shell, first:  export PATH=${quoted(commands)}:"$PATH"`]
  return [
    '',
    again,
    `Its fleet file:        ${fleet}`,
    ...first,
    `What is stored:        fleet-auditor findings --data ${quoted(store)}`,
    `The whole checklist:   fleet-auditor report --data ${quoted(store)} --fleet ${quoted(fleet)}`,
    `What changed:          fleet-auditor diff --data ${quoted(store)}`,
    'Why a check matters:   fleet-auditor explain public-broker',
    'Your own cluster:      fleet-auditor audit',
    'Your own fleet:        fleet-auditor init',
    '',
  ].join('\n')
}

/** Where `npm ci` links the commands of the clone. */
const commands = path.resolve(import.meta.dirname, '../../../../node_modules/.bin')

/** A script of npm has the clone's commands on its PATH, the shell that started it has not. */
const isOnPath = ({ PATH = '', npm_lifecycle_event: script }: Variables): boolean =>
  script === undefined && PATH.split(path.delimiter).some((folder) => existsSync(path.join(folder, 'fleet-auditor')))

/** For a POSIX shell. */
const quoted = (word: string): string =>
  /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`
