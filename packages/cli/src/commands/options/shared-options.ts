import { Provider } from '@fleet-auditor/model/provider.ts'
import { Severity } from '@fleet-auditor/model/severity.ts'
import type { FailOn } from '../../exit-code.ts'
import { formats, reportFormats } from '../../printing/rows.ts'
import { option, optionalOption, repeatableOption, switchOption } from './option.ts'
import { count, oneOf, text, timeLimit, value, wordOf } from './values.ts'

export const fleetFile = optionalOption('--fleet <file>', 'fleet file', text)

/** Which clusters a command reads, and within which limits. Durations in milliseconds. */
export const fleetOptions = {
  fleet: fleetFile,
  kubeconfig: optionalOption('--kubeconfig <file>', 'kubeconfig, instead of the fleet file’s sources', text),
  contexts: repeatableOption('--context <name>', 'context name or glob, repeatable', text),
  clusters: repeatableOption(
    '--cluster <id>',
    'id, name, key or locator of a cluster, repeatable; globs and ! in front allowed',
    text,
  ),
  providers: repeatableOption(
    '--provider <word>',
    `${Provider.options.join(', ')}; repeatable`,
    oneOf(Provider.options),
  ),
  concurrency: option('--concurrency <n>', 'clusters at once', count(1), '32'),
  deadlineMs: option('--deadline <duration>', 'time limit of the whole run', timeLimit, '30m'),
  clusterDeadlineMs: option('--cluster-deadline <duration>', 'time limit of one cluster or scope', timeLimit, '20s'),
}

export const format = option('--format <word>', formats.join(', '), oneOf(formats), 'table')

/** `high`, `new:high`, or `never`. */
const failOn = value<FailOn | undefined>((word, name) => {
  if (word === 'never') return { value: undefined }
  const onlyNew = word.startsWith('new:')
  const severity = wordOf(onlyNew ? word.slice(4) : word, Severity.options, name)
  return 'value' in severity ? { value: { severity: severity.value, onlyNew } } : severity
})

/** How a command that audits reports and ends. */
export const reportOptions = {
  format: option('--format <word>', reportFormats.join(', '), oneOf(reportFormats), 'table'),
  output: optionalOption('--output <file>', 'write the report to a file', text),
  failOn: option(
    '--fail-on <severity>',
    'exit 1 at this severity or worse; new:<severity> for new findings only; never',
    failOn,
    'high',
  ),
  maxUnknown: optionalOption('--max-unknown <n>', 'exit 3 when more checks than this could not be answered', count(0)),
  quiet: switchOption('--quiet', 'no progress'),
  all: switchOption('--all', 'every row of the report, instead of the first few'),
  verbose: switchOption(
    '--verbose',
    'also every finding with its remedy, and what was not checked; stack traces of errors',
  ),
  colour: switchOption('--no-color', 'no colours'),
}

export const dataFolder = option(
  '--data <folder>',
  'folder of the embedded store',
  text,
  ({ dataFolder: folder }) => folder,
)

/** The embedded store, or the table of a deployment. */
export const storeOptions = {
  data: dataFolder,
  table: optionalOption('--table <name>', 'table of a deployment, instead of the embedded store', text),
  region: optionalOption('--region <name>', 'region of that table (default: the ambient one)', text),
}
