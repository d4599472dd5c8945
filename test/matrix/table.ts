import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { clusterChecks } from '@fleet-auditor/checks/registry.ts'
import { Severity } from '@fleet-auditor/model/severity.ts'
import type { Verdict } from '@fleet-auditor/model/verdict.ts'
import { installNames, placeNames, states, type Cell } from './cells.ts'

export const tableFile = path.join(import.meta.dirname, 'verdicts.txt')
export const readTable = (): Promise<string> => readFile(tableFile, 'utf8')

const intro = `The verdicts of every check (rows) on every way to install Meshery (columns), at every place, as installed by
default and hardened. Renewed by \`node test/matrix/renew.ts\`; a change of a cell is explained in its commit.

A severity: the worst failure, with the number of subjects where there are several. ? and a cause: not known.
-: does not apply. Beside a failure, other verdicts of the same check are left out.
`

/** What a check comes to in one cell, in one word. */
export function wordOf(verdicts: readonly Verdict[]): string {
  const failing = verdicts.filter(({ verdict }) => verdict === 'fail')
  const worst = Severity.options.find((severity) => failing.some((one) => one.severity === severity))
  if (worst) return failing.length > 1 ? `${worst} x${failing.length}` : worst
  const [unknown] = verdicts.flatMap((one) => (one.verdict === 'unknown' ? [one.cause] : []))
  if (unknown) return `? ${unknown}`
  return verdicts.some(({ verdict }) => verdict === 'pass') ? 'pass' : '-'
}

/** The cells as text for a person: one table for each place and state. */
export function tableOf(cells: readonly Cell[]): string {
  const tables = placeNames.flatMap((place) =>
    states.map((state) => {
      const columns = installNames.map((install) =>
        cells.find((cell) => cell.place === place && cell.state === state && cell.install === install),
      )
      const rows = clusterChecks.map(({ id }) => [
        id,
        ...columns.map((cell) => (cell ? wordOf(cell.verdicts.filter(({ check }) => check === id)) : '')),
      ])
      return `${place}, ${state}\n\n${aligned([['', ...installNames], ...rows])}\n`
    }),
  )
  return [intro, ...tables].join('\n')
}

function aligned(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  return rows
    .map((row) =>
      row
        .map((word, column) => word.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}
