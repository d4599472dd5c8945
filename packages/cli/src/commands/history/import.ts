import { importStore } from '@fleet-auditor/audit/exchange/import-store.ts'
import { counted } from '@fleet-auditor/report/counted.ts'
import { readExport } from '../../wiring/export-file.ts'
import { makeStore, openStoreAt } from '../../wiring/store.ts'
import { defineCommand } from '../define-command.ts'
import { argument } from '../options/option.ts'
import { storeOptions } from '../options/shared-options.ts'
import { text } from '../options/values.ts'

/** What export wrote, into an empty store. */
export const importCommand = defineCommand({
  name: 'import',
  summary: 'write what export wrote into an empty store',
  arguments: { file: argument('<file>', 'what export wrote', '<file>', text) },
  options: storeOptions,
  notes: '\nThe file is read to its end and proven before anything is written.',
  async run(input, { out }) {
    await using store = await openStoreAt(input, makeStore)
    const rows = await importStore({ name: input.file, lines: () => readExport(input.file) }, store.rows)
    out(`imported ${counted(rows, 'row')}\n`)
  },
})
