import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { homeFolder } from './setup/home-folder.ts'
import { launcher } from './setup/run-cli.ts'

it('the launcher of an older Node passes SIGTERM on to the process that it started', async () => {
  await using home = await homeFolder()
  // A Node that does not strip types, as far as the launcher can see.
  const args = ['--no-strip-types', launcher, 'serve', '--port', '0', '--every', 'never', '--data', home.path('data')]
  const { PATH = '' } = process.env
  const child = spawn(process.execPath, args, { env: { PATH, HOME: home.home }, stdio: ['ignore', 'ignore', 'pipe'] })
  const closed = once(child, 'close')
  let stderr = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
  while (!stderr.includes('"listening"') && child.exitCode === null) await pause(20)
  child.kill('SIGTERM')
  // Its standard error closes once no process holds it, the one behind it neither.
  expect([await closed, stderr]).toEqual([[0, null], expect.stringContaining('"drained"')])
})
