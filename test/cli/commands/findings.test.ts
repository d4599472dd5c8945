import { describe, expect, it } from 'vitest'
import { runProgram } from '../setup/run-program.ts'

describe('fleet-auditor findings', () => {
  it.each<[words: string, message: string, where: string, remedy: string]>([
    [
      'findings --state closed',
      '"closed" is not a value of --state',
      '--state',
      'expected one of open, resolved, any, unknown',
    ],
    ['findings --severity higj', '"higj" is not a value of --severity', '--severity', 'did you mean high?'],
    [
      'findings --check public-brokr',
      '"public-brokr" is not a value of --check',
      '--check',
      'did you mean public-broker?',
    ],
    ['findings --data=', '--data is empty', '--data', 'give it a value, or leave --data out'],
    ['findings --cluster=', '--cluster is empty', '--cluster', 'give it a value, or leave --cluster out'],
  ])('refuses: %s', async (words, message, where, remedy) => {
    const { code, stdout, stderr } = await runProgram(words.split(' '), '/home')
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toBe(`fleet-auditor: ${message}\n  where:  ${where}\n  remedy: ${remedy}\n`)
  })
})
