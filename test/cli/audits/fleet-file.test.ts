import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { homeFolder, type HomeFolder } from '../setup/home-folder.ts'
import { runProgram } from '../setup/run-program.ts'

let home: HomeFolder
beforeAll(async () => {
  home = await homeFolder()
  await home.write('folder/file', '')
})
afterAll(() => home[Symbol.asyncDispose]())

const kubeconfig = 'sources:\n  kubeconfig:\n    - contexts: ["*"]\n'

describe('a fleet file that cannot be read', () => {
  it.each([
    ['that is missing', 'gone.yaml', 'is not there', 'fleet-auditor init'],
    ['that is a folder', 'folder', 'is a folder', 'name a file'],
    ['that lies under a file', 'folder/file/x.yaml', 'lies under something that is not a folder', 'name a file'],
  ])('is refused: one %s', async (_, name, message, remedy) => {
    const file = home.path(name)
    for (const verb of ['audit', 'doctor', 'replay']) {
      const { code, stdout, stderr } = await runProgram([verb, '--fleet', file], home.home)
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
      const [first, where, last] = stderr.split('\n')
      expect([first, where]).toEqual([`fleet-auditor: the fleet file ${message}`, `  where:  ${file}`])
      expect(last).toContain(remedy)
    }
  })
})

describe('a fleet file with mistakes', () => {
  it.each<[string, string, readonly string[]]>([
    ['nothing in it', '', [': sources']],
    ['no source', 'fleet: mine\n', [': sources']],
    [
      'an unknown provider word',
      `${kubeconfig}      provider: ekss\n`,
      [':4:7: sources.kubeconfig[0].provider: expected'],
    ],
    ['a key misspelt', 'sorces: {}\n', [':1:1: sorces: unknown key sorces; did you mean sources?']],
    [
      'a plane declared twice',
      `${kubeconfig}planes:\n  - name: a\n  - name: a\n`,
      [':6:5: planes[1].name: a is declared twice'],
    ],
    ['broken YAML', 'sources: [a\nb: {', [':2:']],
    ['a list for a map', '- a\n', [':1:1: ']],
    [
      'several mistakes at once',
      `${kubeconfig}planes:\n  - nam: a\nwaivers:\n  - check: nope\n`,
      ['planes[0].nam: unknown key nam; did you mean name?', 'waivers[0]'],
    ],
  ])('is refused: one with %s', async (_, text, expected) => {
    const file = await home.write('fleet.yaml', text)
    const { code, stdout, stderr } = await runProgram(['audit', '--fleet', file], home.home)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    for (const part of expected) expect(stderr).toContain(part)
    expect(stderr).toContain(file)
    expect(stderr).toMatch(/^  remedy: /m)
    expect(stderr).not.toContain('    at ')
  })

  it('shows the stack with --verbose only', async () => {
    const file = await home.write('fleet.yaml', 'fleet: mine\n')
    const { stderr } = await runProgram(['audit', '--fleet', file, '--verbose'], home.home)
    expect(stderr).toContain('    at ')
  })
})
