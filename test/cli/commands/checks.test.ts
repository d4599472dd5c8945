import { allChecks } from '@fleet-auditor/checks/registry.ts'
import { describe, expect, it } from 'vitest'
import { linesIn, rowsIn } from '../setup/printed-rows.ts'
import { runProgram } from '../setup/run-program.ts'

const run = (...args: readonly string[]) => runProgram(args, '/home')
const checkIds = allChecks.map(({ id }) => id)

describe('fleet-auditor checks', () => {
  it('prints one JSON document', async () => {
    const { code, stdout } = await run('checks', '--format', 'json')
    expect(code).toBe(0)
    const rows = rowsIn(stdout)
    expect(rows.map(({ id }) => id)).toEqual(checkIds)
    for (const row of rows) {
      expect(Object.keys(row)).toEqual(['id', 'severity', 'scope', 'group', 'ruleVersion', 'title'])
    }
  })

  it('prints a line a check, as a table and as ndjson', async () => {
    const table = await run('checks')
    expect(table.stdout.trimEnd().split('\n')).toHaveLength(checkIds.length + 1)
    const lines = await run('checks', '--format', 'ndjson')
    expect(linesIn(lines.stdout).map(({ id }) => id)).toEqual(checkIds)
  })

  it.each<[words: string, message: string, where: string, remedy: string]>([
    ['checks --format yaml', '"yaml" is not a value of --format', '--format', 'expected one of table, json, ndjson'],
  ])('refuses: %s', async (words, message, where, remedy) => {
    const { code, stdout, stderr } = await runProgram(words.split(' '), '/home')
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toBe(`fleet-auditor: ${message}\n  where:  ${where}\n  remedy: ${remedy}\n`)
  })
})
