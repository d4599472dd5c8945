import { allChecks } from '@fleet-auditor/checks/registry.ts'
import { describe, expect, it } from 'vitest'
import { runProgram } from '../setup/run-program.ts'

describe('fleet-auditor explain', () => {
  it.each(allChecks.map(({ id }) => id))('prints rule, reason, source and remedy of %s', async (id) => {
    const { code, stdout } = await runProgram(['explain', id], '/home')
    expect(code).toBe(0)
    expect(stdout).toContain(id)
    for (const part of ['Rule', 'Why', 'Source', 'Remedy']) expect(stdout).toContain(part)
  })

  it.each<[words: string, message: string, where: string, remedy: string]>([
    ['explain public-brokr', 'no check is called public-brokr', 'fleet-auditor explain', 'did you mean public-broker?'],
    ['explain zzzzzz', 'no check is called zzzzzz', 'fleet-auditor explain', 'list them with: fleet-auditor checks'],
    ['explain', "missing required argument 'check'", 'fleet-auditor explain', 'fleet-auditor explain --help'],
  ])('refuses: %s', async (words, message, where, remedy) => {
    const { code, stdout, stderr } = await runProgram(words.split(' '), '/home')
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toBe(`fleet-auditor: ${message}\n  where:  ${where}\n  remedy: ${remedy}\n`)
  })
})
