import { allChecks } from '@fleet-auditor/checks/registry.ts'
import { columns } from '@fleet-auditor/report/columns.ts'
import { printRows } from '../printing/rows.ts'
import { defineCommand } from './define-command.ts'
import { format } from './options/shared-options.ts'

/** The catalogue: one line a check. */
export const checksCommand = defineCommand({
  name: 'checks',
  summary: 'the catalogue of checks',
  options: { format },
  async run(input, io) {
    const rows = allChecks.map(({ id, severity, scope, group, ruleVersion, title }) => ({
      id,
      severity,
      scope,
      group,
      ruleVersion,
      title,
    }))
    printRows(io, input.format, rows, (all) =>
      columns([
        ['CHECK', 'SEVERITY', 'SCOPE', 'GROUP', 'TITLE'],
        ...all.map((row) => [row.id, row.severity, row.scope, row.group, row.title]),
      ]),
    )
  },
})
