import { commandList } from '@fleet-auditor/cli/command-list.ts'
import { exitCodes } from '@fleet-auditor/cli/exit-code.ts'
import { describe, expect, it } from 'vitest'
import { homeFolder } from './setup/home-folder.ts'
import { runCli } from './setup/run-cli.ts'
import { runProgram } from './setup/run-program.ts'

const run = (...words: readonly string[]) => runProgram(words, '/home')
const names = Object.keys(commandList)

describe('the help of fleet-auditor', () => {
  it('lists every command and the exit codes, in a process of its own', async () => {
    await using home = await homeFolder()
    const { code, stdout, stderr } = await runCli(['--help'], home)
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    for (const name of names) expect(stdout).toMatch(new RegExp(`^  ${name}\\b`, 'm'))
    for (const [exit, why] of exitCodes) expect(stdout).toContain(`${exit}\t${why}`)
  })

  it('is what a bare command prints', async () => {
    expect(await run()).toEqual(await run('--help'))
  })

  it('lists for audit its options and the exit codes', async () => {
    const { code, stdout } = await run('audit', '--help')
    expect(code).toBe(0)
    const flags = 'fleet kubeconfig context cluster provider concurrency deadline cluster-deadline data format output'
    for (const flag of `${flags} fail-on max-unknown only skip slack quiet verbose no-color`.split(' ')) {
      expect(stdout).toMatch(new RegExp(`^  --${flag}\\b`, 'm'))
    }
    for (const [exit, why] of exitCodes) expect(stdout).toContain(`${exit}\t${why}`)
  })

  it('prints for an option its default', async () => {
    expect((await run('token', 'create', '--help')).stdout).toMatch(/--scope <words> .*\(default:\s+"read"\)/s)
    expect((await run('findings', '--help')).stdout).toMatch(/--data <folder> .*\(default:\s+"\/home\/data"\)/s)
  })

  it.each(names.filter((name) => name !== 'token'))('offers stack traces for %s', async (name) => {
    expect((await run(name, '--help')).stdout).toContain('--verbose')
  })

  it.each(['create', 'list', 'revoke'])('offers stack traces for token %s', async (name) => {
    expect((await run('token', name, '--help')).stdout).toContain('--verbose')
  })

  it('prints the version', async () => {
    expect(await run('--version')).toEqual({ code: 0, stdout: '0.1.0\n', stderr: '' })
  })
})

describe('fleet-auditor', () => {
  it.each<[words: string, message: string, where: string, remedy: string]>([
    ['adit', 'no command is called adit', 'adit', 'did you mean audit?'],
    ['frobnicate', 'no command is called frobnicate', 'frobnicate', 'fleet-auditor --help lists the commands'],
    ['audit --contxt a', "unknown option '--contxt'", 'fleet-auditor audit', 'Did you mean --context?'],
    ['audit now', 'too many arguments', 'fleet-auditor audit', 'fleet-auditor audit --help'],
    ['--frobnicate', "unknown option '--frobnicate'", 'fleet-auditor', 'fleet-auditor --help'],
  ])('refuses: %s', async (words, message, where, remedy) => {
    const { code, stdout, stderr } = await run(...words.split(' '))
    const lines = stderr.trimEnd().split('\n')
    expect({ code, stdout, lines: lines.length }).toEqual({ code: 2, stdout: '', lines: 3 })
    expect(lines[0]).toContain(`fleet-auditor: ${message}`)
    expect(lines[1]).toBe(`  where:  ${where}`)
    expect(lines[2]).toBe(`  remedy: ${remedy}`)
  })
})
