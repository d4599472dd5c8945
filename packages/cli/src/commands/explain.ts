import type { Check } from '@fleet-auditor/checks/define.ts'
import { allChecks, findCheck } from '@fleet-auditor/checks/registry.ts'
import { nearest } from '@fleet-auditor/model/nearest.ts'
import { checkPage } from '@fleet-auditor/report/catalogue.ts'
import { defineCommand } from './define-command.ts'
import { argument } from './options/option.ts'
import { value } from './options/values.ts'

const known = value<Check>((id) => {
  const check = findCheck(id)
  if (check !== undefined) return { value: check }
  const near = nearest(
    id,
    allChecks.map((each) => each.id),
  )
  const remedy = near === undefined ? 'list them with: fleet-auditor checks' : `did you mean ${near}?`
  return { mistake: `no check is called ${id}`, remedy }
})

/** Rule, reason, source and remedy of one check. */
export const explainCommand = defineCommand({
  name: 'explain',
  summary: 'rule, reason, source and remedy of one check',
  arguments: { check: argument('<check>', 'its id, as checks lists it', 'fleet-auditor explain', known) },
  options: {},
  async run({ check }, io) {
    io.out(checkPage(check))
  },
})
