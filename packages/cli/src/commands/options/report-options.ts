import { Severity } from '@fleet-auditor/model/severity.ts'
import type { FailOn } from '../../exit-code.ts'
import { formats } from '../../printing/rows.ts'
import { option, optionalOption, switchOption } from './option.ts'
import { count, oneOf, text, value, wordOf } from './values.ts'

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
  format,
  output: optionalOption('--output <file>', 'write the report to a file', text),
  failOn: option(
    '--fail-on <severity>',
    'exit 1 at this severity or worse; new:<severity> for new findings only; never',
    failOn,
    'high',
  ),
  maxUnknown: optionalOption('--max-unknown <n>', 'exit 3 when more checks than this could not be answered', count(0)),
  quiet: switchOption('--quiet', 'no progress'),
  verbose: switchOption('--verbose', 'list everything; stack traces of errors'),
  colour: switchOption('--no-color', 'no colours'),
}
