import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { createInterface } from 'node:readline'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { z } from 'zod'

/** Of `/readyz`, of lists of findings, and of audits; STORE_FLAT=full asks for as many as a day has. */
const counts = process.env['STORE_FLAT'] === 'full' ? [10_000, 2000, 30] : [1500, 400, 8]

/** MB that a heap which is hardly warm still grows by, where there are few; a leaked read of LevelDB's took 0.1 to 1.5. */
const slack = process.env['STORE_FLAT'] === 'full' ? 0 : 80

const Measured = z.object({ begun: z.number(), ended: z.number(), perSecond: z.number() })

let folder = ''
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), 'flat-'))))
afterEach(() => rm(folder, { recursive: true }))

it('a process that serves reads and records audits stays as large as it was, and so does its folder', async () => {
  const program = join(import.meta.dirname, 'busy-process.ts')
  // as bin/fleet-auditor.mjs starts `serve`
  const child = spawn(
    process.execPath,
    ['--expose-gc', '--max-semi-space-size=16', program, folder, ...counts.map(String)],
    {
      stdio: ['pipe', 'pipe', 'inherit'],
    },
  )
  const lines: string[] = []
  const exited = once(child, 'exit')
  let open = 0
  for await (const line of createInterface({ input: child.stdout })) {
    lines.push(line)
    if (line !== 'idle') continue
    open = await bytesIn(folder)
    child.stdin.end('close\n')
  }
  expect(await exited).toEqual([0, null])
  const { begun, ended, perSecond } = Measured.parse(JSON.parse(lines[0] ?? ''))
  process.stdout.write(`rss ${begun} -> ${ended} MB, folder ${open} bytes open, ${perSecond} findings/s\n`)
  expect(ended).toBeLessThanOrEqual(begun * 1.2 + slack)
  expect(open).toBeLessThanOrEqual((await bytesIn(folder)) * 1.5)
})

async function bytesIn(path: string): Promise<number> {
  const sizes = await Promise.all((await readdir(path)).map(async (name) => (await stat(join(path, name))).size))
  return sizes.reduce((sum, size) => sum + size, 0)
}
