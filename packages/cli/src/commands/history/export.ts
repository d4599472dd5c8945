import { exportStore } from '@fleet-auditor/audit/exchange/export-store.ts'
import { latestRun } from '@fleet-auditor/audit/queries/last-complete.ts'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import { clock } from '../../wiring/clock.ts'
import { writeExport } from '../../wiring/export-file.ts'
import { openStoreAt } from '../../wiring/store.ts'
import { defineCommand } from '../define-command.ts'
import { option, optionalOption } from '../options/option.ts'
import { storeOptions } from '../options/shared-options.ts'
import { oneOf, text } from '../options/values.ts'

/** Everything that is stored, for another store. */
export const exportCommand = defineCommand({
  name: 'export',
  summary: 'everything that is stored, as lines of JSON that import reads',
  options: {
    ...storeOptions,
    format: option('--format <word>', 'ndjson', oneOf(['ndjson']), 'ndjson'),
    output: optionalOption('--output <file>', 'write into a new file, which only its owner may read', text),
  },
  notes: '\nTokens are left out: create new ones where it is imported. docs/history.md describes the lines.',
  async run(input, { out }) {
    await using store = await openStoreAt(input)
    // A folder is ours alone; a table is written by others, and what a run writes meanwhile would be copied in part.
    if (input.table !== undefined && (await latestRun({ store, clock }))?.state === 'running') {
      throw new AuditorError('usage', 'a run is under way', { place: input.table, remedy: 'export when it has ended' })
    }
    if (input.output !== undefined) await writeExport(input.output, exportStore(store.rows))
    else for await (const line of exportStore(store.rows)) out(line)
  },
})
