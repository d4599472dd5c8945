import path from 'node:path'
import type { Day } from '@fleet-auditor/simulator/demonstration/story.ts'
import { demonstrationEnvironment } from '../demonstration/environment.ts'
import { demonstrationFiles, prepareFolder, writeHandout, type DemonstrationFiles } from '../demonstration/files.ts'
import { startFleetProcess } from '../demonstration/fleet-process.ts'
import { nextDay } from '../demonstration/next-day.ts'
import { runAudit } from '../demonstration/run-audit.ts'
import type { Format } from '../printing/rows.ts'
import { defineCommand } from './define-command.ts'
import { option } from './options/option.ts'
import { format, reportOptions } from './options/report-options.ts'
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
      io.err(nextSteps(files, day))
      return 0
    } finally {
      await fleet.end()
    }
  },
})

const auditArguments = (
  { fleet, store }: DemonstrationFiles,
  { format: as, verbose }: { readonly format: Format; readonly verbose: boolean },
): string[] => {
  const args = ['--fleet', fleet, '--data', store, '--format', as, '--cluster-deadline', clusterDeadline]
  return verbose ? [...args, '--verbose'] : args
}

function nextSteps({ folder, fleet, store }: DemonstrationFiles, day: Day): string {
  const again =
    day === 1
      ? 'This was the baseline run. Run it again for day 2: new, worsened and resolved findings, and stale clusters.'
      : `Later runs repeat day 2. Start over: rm -r ${quoted(folder)}`
  return [
    '',
    again,
    `Its fleet file:       ${fleet}`,
    `What is stored:       npx fleet-auditor findings --data ${quoted(store)}`,
    `What changed:         npx fleet-auditor diff --data ${quoted(store)}`,
    'Why a check matters:  npx fleet-auditor explain public-broker',
    'Your own cluster:     npx fleet-auditor audit',
    'Your own fleet:       npx fleet-auditor init',
    '',
  ].join('\n')
}

const quoted = (folder: string): string => (/\s/.test(folder) ? `"${folder}"` : folder)
