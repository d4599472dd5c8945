import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { homeFolder, type HomeFolder } from '../../cli/setup/home-folder.ts'
import { startCli } from '../../cli/setup/run-cli.ts'

/** A plugin whose child has its pipes and lives for long: without its end, Node's own never comes. */
const clingingPlugin = ['#!/bin/sh', 'sleep 300 &', 'echo $! > "$(dirname "$0")/child"', 'wait', ''].join('\n')

const kubeconfig = (user: object, cluster: object = {}): string =>
  JSON.stringify({
    'current-context': 'dev',
    contexts: [{ name: 'dev', context: { cluster: 'dev', user: 'dev' } }],
    clusters: [{ name: 'dev', cluster: { server: 'https://127.0.0.1:9', ...cluster } }],
    users: [{ name: 'dev', user }],
  })

async function clinging(): Promise<HomeFolder> {
  const exec = { apiVersion: 'client.authentication.k8s.io/v1', command: './login' }
  const home = await homeFolder(kubeconfig({ exec }))
  await home.write('.kube/login', clingingPlugin, 0o700)
  return home
}

/** The state of the plugin's child as `ps` shows it; empty, or a zombie, once it has ended. */
async function childOf(home: HomeFolder): Promise<string> {
  const pid = (await readFile(home.path('.kube/child'), 'utf8')).trim()
  try {
    return execFileSync('ps', ['-o', 'stat=', '-p', pid], { encoding: 'utf8' }).trim()
  } catch {
    return '' // ps exits with 1 where there is no such process
  }
}

const audit = ['audit', '--fail-on', 'never', '--deadline', '4s', '--cluster-deadline', '3s'] as const
// Each would wait for five minutes or for ever; this is the room that a busy machine gets.
const seconds = 60

describe('an exec plugin whose child would live for five minutes', () => {
  it('is ended with its child at the deadline, and the program with it', async () => {
    await using home = await clinging()
    const { code, stdout } = await startCli(audit, { home: home.home, seconds }).ended
    expect(code).toBe(3)
    expect(stdout).toMatch(/time ran out|did not end in time|no end within/)
    await expect.poll(() => childOf(home)).toMatch(/^(Z|$)/)
  })

  it.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)('is ended with its child by %s', async (signal) => {
    await using home = await clinging()
    const words = ['audit', '--fail-on', 'never', '--deadline', '5m', '--cluster-deadline', '5m']
    const { child, ended } = startCli(words, { home: home.home, seconds })
    await expect.poll(() => existsSync(home.path('.kube/child')), { timeout: 40_000 }).toBe(true)
    child.kill(signal)
    const { code } = await ended
    expect(code).not.toBeNull()
    await expect.poll(() => childOf(home)).toMatch(/^(Z|$)/)
  })
})

describe('what is no regular file, or too costly to read, is refused before anything waits for it:', () => {
  const keys = Array.from({ length: 60_000 }, (_, key) => `key${key}: 1\n`).join('')
  const bomb = Array.from({ length: 9 }, (_, level) => {
    const before = Array.from({ length: 9 }, () => (level === 0 ? 'x' : `*a${level - 1}`))
    return `a${level}: &a${level} [${before.join(', ')}]\n`
  }).join('')

  it.each([
    ['a FIFO as fleet file', 'fifo', 'is not a regular file'],
    ['a device as fleet file', '/dev/zero', 'is not a regular file'],
    ['60,000 keys as fleet file', 'keys', 'more than 20000 keys'],
    ['an alias bomb as fleet file', 'bomb', 'aliases that multiply each other'],
    ['a fleet file of 2 MB', 'large', 'is larger than such a file may be'],
  ])('%s', async (_, file, message) => {
    await using home = await homeFolder(kubeconfig({ token: 't' }))
    for (const [name, text] of Object.entries({ keys, bomb, large: '#'.repeat(2 ** 21) })) await home.write(name, text)
    execFileSync('mkfifo', [home.path('fifo')])
    const path = file.startsWith('/') ? file : home.path(file)
    const { code, stderr } = await startCli(['audit', '--fleet', path], { home: home.home, seconds }).ended
    expect({ code, stderr }).toMatchObject({ code: 2 })
    expect(stderr).toContain(message)
    expect(stderr).not.toContain('internal error')
  })

  it.each([
    ['certificate-authority', {}, { 'certificate-authority': 'fifo' }],
    ['tokenFile', { tokenFile: 'fifo' }, {}],
    ['client-key', { 'client-certificate': 'fifo', 'client-key': 'fifo' }, {}],
  ])('a FIFO as %s', async (key, user, cluster) => {
    await using home = await homeFolder(kubeconfig(user, cluster))
    execFileSync('mkfifo', [home.path('.kube/fifo')])
    const { code, stdout } = await startCli(audit, { home: home.home, seconds }).ended
    expect(code).toBe(3)
    expect(stdout.replaceAll(/\s+/g, ' ')).toMatch(
      new RegExp(`(${key}|client-certificate) of the kubeconfig cannot be read`),
    )
  })
})
