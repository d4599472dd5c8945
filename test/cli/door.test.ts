import { once } from 'node:events'
import { spawn } from 'node:child_process'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { sameWishes } from '@fleet-auditor/cli/same-wish.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { homeFolder, type HomeFolder } from './home-folder.ts'

const door = fileURLToPath(new URL('../../packages/cli/bin/fleet-auditor.mjs', import.meta.url))

let home: HomeFolder
beforeAll(async () => {
  home = await homeFolder()
})
afterAll(() => home[Symbol.asyncDispose]())

describe('a wish to end', () => {
  it.each<[name: string, signals: readonly (readonly [NodeJS.Signals, number])[], same: boolean]>([
    [
      'SIGTERM by two ways',
      [
        ['SIGTERM', 0],
        ['SIGTERM', 40],
      ],
      true,
    ],
    [
      'SIGTERM once more',
      [
        ['SIGTERM', 0],
        ['SIGTERM', 1000],
      ],
      false,
    ],
    [
      'Ctrl-C twice',
      [
        ['SIGINT', 0],
        ['SIGINT', 40],
      ],
      false,
    ],
  ])('%s', (_, signals, same) => {
    let at = 0
    const isSame = sameWishes(() => at)
    const told = signals.map(([signal, ms]) => {
      at = ms
      return isSame(signal)
    })
    expect(told.at(-1)).toBe(same)
  })
})

describe('the door of an older Node', () => {
  it('hands SIGTERM on to the process that it started', async () => {
    // a Node that does not strip types, as far as the door can tell
    const args = ['--no-strip-types', door, 'serve', '--port', '0', '--every', 'never', '--data', home.path('data')]
    const { PATH = '' } = process.env
    const child = spawn(process.execPath, args, { env: { PATH, HOME: home.home }, stdio: ['ignore', 'ignore', 'pipe'] })
    const closed = once(child, 'close')
    let said = ''
    child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text))
    while (!said.includes('"listening"') && child.exitCode === null) await pause(20)
    child.kill('SIGTERM')
    // its standard error closes once nobody holds it, the process behind it neither
    expect([await closed, said]).toEqual([[0, null], expect.stringContaining('"drained"')])
  })
})
