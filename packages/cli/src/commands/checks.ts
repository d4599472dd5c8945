import { allChecks, findCheck } from '@fleet-auditor/checks/registry.ts'
import type { Check } from '@fleet-auditor/checks/define.ts'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import { nearest } from '@fleet-auditor/model/nearest.ts'
import { checkPage } from '@fleet-auditor/report/check-page.ts'
import { columns } from '@fleet-auditor/report/columns.ts'
import process from 'node:process'
import type { Format } from '../audit-flags.ts'
import { print } from '../print.ts'

/** The catalogue: one line a check. */
export function checks(format: Format): void {
  const rows = allChecks.map(({ id, severity, scope, group, ruleVersion, title }) => ({
    id,
    severity,
    scope,
    group,
    ruleVersion,
    title,
  }))
  print(format, rows, (all) =>
    columns([
      ['CHECK', 'SEVERITY', 'SCOPE', 'GROUP', 'TITLE'],
      ...all.map((row) => [row.id, row.severity, row.scope, row.group, row.title]),
    ]),
  )
}

/** Rule, why it matters, source and remedy of one check. */
export function explain(id: string): void {
  const check: Check | undefined = findCheck(id)
  if (!check) {
    const near = nearest(
      id,
      allChecks.map((each) => each.id),
    )
    const remedy = near ? `did you mean ${near}?` : 'list them with: fleet-auditor checks'
    throw new AuditorError('usage', `no check is called ${id}`, { place: 'fleet-auditor explain', remedy })
  }
  process.stdout.write(checkPage(check))
}
