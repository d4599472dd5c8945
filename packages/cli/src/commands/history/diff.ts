import { comparedRuns } from '@fleet-auditor/audit/queries/compared-runs.ts'
import { diffRuns } from '@fleet-auditor/audit/queries/diff-runs.ts'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import { printRows } from '../../printing/rows.ts'
import { diffLines } from '../../printing/run-diff.ts'
import { clock } from '../../wiring/clock.ts'
import { openStore } from '../../wiring/store.ts'
import { defineCommand } from '../define-command.ts'
import { optionalOption, repeatedArgument } from '../options/option.ts'
import { dataFolder, format } from '../options/shared-options.ts'
import { text } from '../options/values.ts'

/** What changed between two runs, verdict by verdict. */
export const diffCommand = defineCommand({
  name: 'diff',
  summary: 'what changed between two runs, by default the last two',
  arguments: { runs: repeatedArgument('[runs...]', 'one run, or two', 'fleet-auditor diff', text) },
  options: {
    data: dataFolder,
    format,
    since: optionalOption(
      '--since <time|run>',
      'compare with this run, or with the last one of before a time: 24h, 7d, a date, a time of RFC 3339',
      text,
    ),
  },
  notes: [
    '',
    'With one run: it and the one before it. Worst first; changes that came with another rule stand behind the others.',
    'What one of the two runs did not read or could not answer is no change, and is listed by itself.',
  ].join('\n'),
  async run({ data, format: as, runs, since }, io) {
    if (runs.length > 2) throw tooMany('more than two runs are named: two are compared, or with none the last two')
    if (runs.length === 2 && since !== undefined) throw tooMany('two runs are named, and --since too')
    await using store = await openStore(data)
    const result = await diffRuns(await comparedRuns({ since, names: runs }, { store, clock }), store)
    if (as !== 'table') return printRows(io, as, [result], () => [])
    io.out(`${diffLines(result).join('\n')}\n`)
  },
})

const tooMany = (message: string): AuditorError =>
  new AuditorError('usage', message, { place: 'fleet-auditor diff', remedy: 'list them with: fleet-auditor runs' })
