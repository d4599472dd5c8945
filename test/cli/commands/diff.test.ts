import { describe, expect, it } from 'vitest'
import { runProgram } from '../setup/run-program.ts'

describe('fleet-auditor diff', () => {
  it.each<[words: string, message: string, where: string, remedy: string]>([
    [
      'diff one two --since 24h',
      'two runs are named, and --since too',
      'fleet-auditor diff',
      'list them with: fleet-auditor runs',
    ],
    [
      'diff one two three',
      'more than two runs are named: two are compared, or with none the last two',
      'fleet-auditor diff',
      'list them with: fleet-auditor runs',
    ],
  ])('refuses: %s', async (words, message, where, remedy) => {
    const { code, stdout, stderr } = await runProgram(words.split(' '), '/home')
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toBe(`fleet-auditor: ${message}\n  where:  ${where}\n  remedy: ${remedy}\n`)
  })
})
