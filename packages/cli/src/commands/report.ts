import { readinessQuery } from '@fleet-auditor/audit/queries/readiness-query.ts'
import { readiness } from '@fleet-auditor/audit/queries/readiness.ts'
import { withDecisions } from '@fleet-auditor/audit/waivers/in-force.ts'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import type { Readiness } from '@fleet-auditor/model/readiness.ts'
import { jsonText } from '@fleet-auditor/report/json-text.ts'
import { readinessCsv } from '@fleet-auditor/report/readiness/readiness-csv.ts'
import { readinessHtml } from '@fleet-auditor/report/readiness/readiness-html.ts'
import { readinessMarkdown } from '@fleet-auditor/report/readiness/readiness-markdown.ts'
import { readinessText } from '@fleet-auditor/report/readiness/readiness-text.ts'
import { paintIn } from '../printing/paint.ts'
import { clock } from '../wiring/clock.ts'
import type { Io } from '../wiring/environment.ts'
import { readFleetFile, undeclaredFleet } from '../wiring/fleet-file.ts'
import { writePrivateFile } from '../wiring/private-file.ts'
import { openStoreAt } from '../wiring/store.ts'
import { defineCommand } from './define-command.ts'
import { option, optionalOption, switchOption } from './options/option.ts'
import { fleetFile, storeOptions } from './options/shared-options.ts'
import { lifetime, oneOf, text } from './options/values.ts'

const formats = ['table', 'markdown', 'html', 'json', 'csv'] as const

/** The readiness checklist, line by line, from what the last runs stored. Reads no cluster. */
export const reportCommand = defineCommand({
  name: 'report',
  summary: 'the production-readiness checklist, line by line, with the evidence',
  options: {
    ...storeOptions,
    fleet: fleetFile,
    plane: optionalOption('--plane <name>', 'of one management plane and the clusters that it manages', text),
    cluster: optionalOption('--cluster <id>', 'of clusters: id, name, key or locator; globs allowed', text),
    sinceMs: optionalOption('--since <duration>', 'what changed since then; by default since the run before', lifetime),
    format: option('--format <word>', formats.join(', '), oneOf(formats), 'table'),
    output: optionalOption('--output <file>', 'write the report to a file', text),
    verbose: switchOption('--verbose', 'every target with its evidence'),
    colour: switchOption('--no-color', 'no colours'),
  },
  async run(input, io) {
    const declared = input.fleet === undefined ? undeclaredFleet() : await readFleetFile(input.fleet)
    await using store = await openStoreAt(input)
    const fleet = withDecisions(declared, await store.decisions.list(), clock.now())
    const { plane, cluster, sinceMs } = input
    const query = readinessQuery({ plane, cluster }, fleet, await store.readRegistry())
    const since = sinceMs === undefined ? undefined : new Date(Date.parse(clock.now()) - sinceMs).toISOString()
    const report = await readiness({ ...query, since }, fleet, { store, clock })
    const written = textOf(report, input, io)
    if (input.output === undefined) io.out(written)
    else await writeReport(input.output, written)
  },
})

interface Shown {
  readonly format: (typeof formats)[number]
  readonly output?: string
  readonly verbose: boolean
  readonly colour: boolean
}

function textOf(report: Readiness, { format, output, verbose, colour }: Shown, { environment }: Io): string {
  switch (format) {
    case 'json':
      return `${jsonText(report, 2)}\n`
    case 'markdown':
      return readinessMarkdown(report)
    case 'html':
      return readinessHtml(report)
    case 'csv':
      return readinessCsv(report)
    case 'table': {
      const paint = paintIn(environment.colours && colour && output === undefined)
      return readinessText(report, { paint, verbose })
    }
  }
}

const writeReport = (file: string, written: string): Promise<void> =>
  writePrivateFile(file, written).catch((error: Error) => {
    throw new AuditorError('config', `the report could not be written: ${error.message}`, {
      place: `--output ${file}`,
      remedy: 'name a file in a folder that you may write to',
      cause: error,
    })
  })
