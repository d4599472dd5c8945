import { describe, expect, it } from 'vitest'
import { runProgram } from '../setup/run-program.ts'

describe('fleet-auditor runs', () => {
  it.each<[words: string, message: string, where: string, remedy: string]>([
    [
      'runs --limit none',
      '"none" is not a whole number of at least 1',
      '--limit',
      'write a number in digits, 1 or more',
    ],
    ['runs --run=', '--run is empty', '--run', 'give it a value, or leave --run out'],
  ])('refuses: %s', async (words, message, where, remedy) => {
    const { code, stdout, stderr } = await runProgram(words.split(' '), '/home')
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toBe(`fleet-auditor: ${message}\n  where:  ${where}\n  remedy: ${remedy}\n`)
  })
})
