import { chmod } from 'node:fs/promises'
import process from 'node:process'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { homeFolder, type HomeFolder } from '../setup/home-folder.ts'
import { runProgram } from '../setup/run-program.ts'

const secret = 's3cret-token'
const cluster = (server: string): string =>
  JSON.stringify({
    'current-context': 'prod',
    contexts: [
      { name: 'prod', context: { cluster: 'one', user: 'me' } },
      { name: 'staging', context: { cluster: 'gone', user: 'me' } },
    ],
    clusters: [{ name: 'one', cluster: { server } }],
    users: [{ name: 'me', user: { token: secret } }],
  })

let home: HomeFolder
beforeAll(async () => {
  home = await homeFolder()
  await home.write('folder/file', '')
})
afterAll(() => home[Symbol.asyncDispose]())

interface Mistake {
  readonly text?: string
  readonly file?: string
  readonly flags?: readonly string[]
  readonly message: string
  readonly remedy: string
}

describe('a kubeconfig that cannot be used', () => {
  it.each<[string, Mistake]>([
    ['is missing', { file: 'gone', message: 'there is no kubeconfig at', remedy: 'name one with --kubeconfig' }],
    ['is a folder', { file: 'folder', message: 'is a folder', remedy: 'name a file that you may read' }],
    ['lies under a file', { file: 'folder/file/x', message: 'lies under something', remedy: 'name a file' }],
    [
      'is no YAML',
      { text: `users: [${secret}\n  a: b`, message: ':1:9 is not a kubeconfig', remedy: 'kubectl config view' },
    ],
    ['is binary', { text: '\u0000\u007fELF\u0001', message: 'is not a kubeconfig', remedy: 'kubectl config view' }],
    ['is HTML', { text: '<html>Sign in</html>', message: 'is not a kubeconfig', remedy: 'kubectl config view' }],
    ['is empty', { text: '', message: 'has no contexts', remedy: 'let kubectl or the cloud add one' }],
    [
      'has no current context',
      { text: '{contexts: [{name: a, context: {cluster: a}}]}', message: 'no current', remedy: '--context' },
    ],
    [
      'has another context',
      {
        flags: ['--context', 'prdo'],
        message: 'has no context "prdo"',
        remedy: 'kubectl config get-contexts lists them',
      },
    ],
    [
      'has one nearly so called',
      { flags: ['--context', 'stagin'], message: 'no context "stagin"', remedy: 'did you mean "staging"?' },
    ],
    [
      'names a cluster that is not there',
      { flags: ['--context', 'staging'], message: 'names the cluster "gone"', remedy: 'fix the context' },
    ],
    [
      'sends the token in the clear',
      { text: cluster('http://api.test'), message: 'is not https', remedy: 'fix the context' },
    ],
    [
      'has a server that is no URL',
      { text: cluster('api test'), message: 'its server is not a URL', remedy: 'fix the context' },
    ],
  ])(
    'is refused where it %s',
    async (_, { text = cluster('https://api.test'), file = 'config', flags = [], message, remedy }) => {
      if (file === 'config') await home.write(file, text)
      const place = home.path(file)
      // What is wrong is found before a cluster is looked at, alike for both.
      for (const verb of file === 'config' ? ['doctor'] : ['doctor', 'audit']) {
        const { code, stdout, stderr } = await runProgram([verb, '--kubeconfig', place, ...flags], home.home)
        expect({ code, stdout }, stderr).toEqual({ code: 2, stdout: '' })
        expect(stderr).toContain(message)
        expect(stderr).toContain(`  where:  ${place}`)
        expect(stderr).toMatch(new RegExp(`^  remedy: .*${remedy.replaceAll(/[?]/g, '\\?')}`, 'm'))
        expect(stderr).not.toMatch(/ {4}at |s3cret/)
      }
    },
  )

  // Root may read everything.
  it.skipIf(process.getuid?.() === 0)('is refused where it may not be read', async () => {
    const file = await home.write('closed', cluster('https://api.test'))
    await chmod(file, 0)
    const { code, stderr } = await runProgram(['audit', '--kubeconfig', file], home.home)
    expect(code).toBe(2)
    expect(stderr).toContain('may not be read')
  })

  it('leaves no run in the store', async () => {
    const { stdout } = await runProgram(['runs'], home.home)
    expect(stdout).toBe('no runs yet\n')
  })
})

describe('a cluster that is not in the kubeconfig', () => {
  it('is refused with the nearest name', async () => {
    await home.write('config', cluster('https://api.test'))
    const flags = ['--kubeconfig', home.path('config'), '--cluster', 'prd']
    const { code, stderr } = await runProgram(['audit', ...flags], home.home)
    expect(code).toBe(2)
    expect(stderr).toContain('no cluster is called prd\n  where:  --cluster\n  remedy: did you mean prod?')
    expect((await runProgram(['runs'], home.home)).stdout).toBe('no runs yet\n')
  })
})
