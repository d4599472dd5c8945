/**
 * Prints each defect with its tests and their outcome, as a table in Markdown, from what vitest reported:
 * `npx vitest run --reporter json --outputFile run.json …`, then `node test/checks/truth/print.ts run.json …`.
 */
import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { namePattern } from './name-pattern.ts'
import { proofs } from './proofs.ts'

const Report = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      assertionResults: z.array(z.object({ title: z.string(), status: z.string() })),
    }),
  ),
})

const files = process.argv.slice(2).flatMap((file) => Report.parse(JSON.parse(readFileSync(file, 'utf8'))).testResults)

/** Of all cases that bear the name: the worst. */
function outcomeOf(test: string): string {
  const [file = '', ...name] = test.split(': ')
  const pattern = namePattern(name.join(': '))
  const statuses = files
    .filter((each) => each.name.endsWith(file))
    .flatMap(({ assertionResults }) => assertionResults.filter(({ title }) => pattern.test(title)))
    .map(({ status }) => status)
  if (statuses.length === 0) return 'not run'
  const failing = statuses.filter((status) => status !== 'passed').length
  return failing === 0 ? `passed (${statuses.length})` : `${failing} of ${statuses.length} not passed`
}

const cell = (text: string): string => text.replaceAll('|', String.raw`\|`)
const rows = proofs.flatMap(({ id, right, tests, open, inferred }) => {
  const about = cell(`${right}${inferred ? ' (inferred)' : ''}`)
  const held = tests.map((test) => `| ${id} | ${about} | ${cell(test)} | ${outcomeOf(test)} |`)
  return open === undefined ? held : [...held, `| ${id} | ${about} | | open: ${cell(open)} |`]
})

process.stdout.write(['| | right | test | outcome |', '|---|---|---|---|', ...rows, ''].join('\n'))
