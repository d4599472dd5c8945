import { execFile } from 'node:child_process'
import path from 'node:path'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import { root } from './plan/places.ts'

it('infra and sst.config.ts hold to SST’s types', async () => {
  const tsc = path.join(root, 'node_modules/.bin/tsc')
  const { stdout } = await promisify(execFile)(tsc, ['-p', 'tsconfig.sst.json'], { cwd: root })
  expect(stdout).toBe('')
})
