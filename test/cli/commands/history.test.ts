import { existsSync, readFileSync, statSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { auditInTerminal } from '../../audit-world/audit-in-terminal.ts'
import { aws, fleetOf, worldOf } from '../../audit-world/fleets.ts'
import type { Behaviour } from '../../audit-world/world.ts'
import { homeFolder, type HomeFolder } from '../setup/home-folder.ts'
import { rowsIn } from '../setup/printed-rows.ts'
import { runProgram } from '../setup/run-program.ts'
import { withStore } from '../setup/with-store.ts'

let home: HomeFolder
const run = (words: string) => runProgram(words.split(' '), home.home)

/** Days ago that `payments` behaved so. */
const past: readonly (readonly [daysAgo: number, Behaviour])[] = [
  [5, 'healthy'],
  [4, 'careless'],
  [3, 'healthy'],
  [2, 'careless'],
]
const runOf = (daysAgo: number): string => `run-${daysAgo}-days-ago`

beforeAll(async () => {
  home = await homeFolder('')
  const world = worldOf({ [aws('eu-west-1')]: { payments: 'healthy' } })
  await withStore(home.path('data'), async (store) => {
    for (const [daysAgo, behaviour] of past) {
      world.now = new Date(Date.now() - daysAgo * 24 * 3_600_000).toISOString()
      world.clusters.set('payments', behaviour)
      await auditInTerminal({ run: runOf(daysAgo), fleet: fleetOf(), world, store })
    }
  })
})
afterAll(() => home[Symbol.asyncDispose]())

const imageFindings = async (flags = '') =>
  rowsIn((await run(`findings --check unpinned-image --format json${flags}`)).stdout)

describe('findings', () => {
  it('of a time lists what was open then', async () => {
    expect(await imageFindings(' --as-of 60h')).toEqual([])
    expect(await imageFindings(' --as-of 84h')).toMatchObject([{ severity: 'medium', state: 'open' }])
  })

  it('marks what flaps, and shows the whole life of the one that is named by the beginning of its fingerprint', async () => {
    const [open] = await imageFindings()
    expect(open).toMatchObject({ flapping: 3 })
    const { code, stdout } = await run(`findings ${String(open?.['fingerprint']).slice(0, 12)}`)
    expect(code).toBe(0)
    for (const daysAgo of [4, 3, 2]) expect(stdout).toContain(runOf(daysAgo))
    expect(stdout).toMatch(/opened .*\n.*resolved, fixed .*\n.*reopened /)
    expect(stdout).toContain('flapping: it changed 3 times in the last 14 runs')
    expect(stdout).toMatch(/^→ /m)
  })

  it.each([
    ['findings 0123456789', 'no finding is called 0123456789'],
    ['findings abc', 'no finding is called abc'],
    ['findings --as-of 400d', 'nothing is stored of'],
    ['findings --as-of yesterday', '"yesterday" is no time of --as-of'],
    ['findings --as-of 1d --state resolved', 'as of a time only open findings are listed'],
  ])('refuses: %s', async (words, message) => {
    const { code, stdout, stderr } = await run(words)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain(message)
  })
})

describe('diff', () => {
  it('since a time compares the last run with the last one of before it', async () => {
    const { stdout } = await run('diff --since 84h')
    expect(stdout).toContain(`${runOf(4)} → ${runOf(2)}`)
    expect((await run('diff')).stdout).toMatch(/pass → fail \(medium\) +unpinned-image/)
  })
})

describe('trends', () => {
  it('shows the hours that a finding took to be fixed, and the runs', async () => {
    const { stdout } = await run('trends')
    expect(stdout).toMatch(/^CHECK +FIXED +MEAN HOURS/m)
    expect(stdout).toContain(runOf(2))
    const [result] = rowsIn((await run('trends --since 1h --format json')).stdout)
    expect(result).toMatchObject({ checks: [], runs: [] })
  })
})

describe('replay', () => {
  it('by the fleet file of the run changes nothing, and with another severity that alone', async () => {
    const fleet = await run(`replay ${runOf(4)} --fleet-of-run`)
    expect(fleet.stdout).toContain('no change')
    const { stdout } = await run(
      `replay ${runOf(4)} --fleet-of-run --only unpinned-image --with unpinned-image=critical`,
    )
    expect(stdout).toMatch(/unpinned-image fail \(critical\)/)
    expect(stdout).not.toContain('public-broker')
  })

  it.each([
    ['replay --with unpinned-image=huge', '"huge" is not a value of --with'],
    ['replay --fleet-of-run --fleet fleet.yaml', 'two fleet files are named'],
    ['replay one --run two', 'two runs are named'],
  ])('refuses: %s', async (words, message) => {
    const { code, stderr } = await run(words)
    expect([code, stderr]).toEqual([2, expect.stringContaining(message)])
  })
})

describe('an exported folder', () => {
  it('is imported into a new one, with the same findings, and exported again as it was', async () => {
    const [file, again, copy] = [home.path('one.ndjson'), home.path('two.ndjson'), home.path('copy')]
    expect((await run(`export --output ${file}`)).code).toBe(0)
    expect(statSync(file).mode & 0o077).toBe(0)
    expect((await run(`import ${file} --data ${copy}`)).stdout).toMatch(/^imported \d+ rows$/m)
    await run(`export --data ${copy} --output ${again}`)
    expect(readFileSync(again).equals(readFileSync(file))).toBe(true)
    expect((await run(`findings --data ${copy}`)).stdout).toBe((await run('findings')).stdout)
  })

  it('is refused by a folder that holds a store, and by one that does not exist where nothing is to read', async () => {
    const file = home.path('three.ndjson')
    await run(`export --output ${file}`)
    const { code, stderr } = await run(`import ${file}`)
    expect([code, stderr]).toEqual([2, expect.stringContaining('the store is not empty')])
    expect((await run(`export --output ${file}`)).stderr).toContain('name a file that does not exist yet')
    expect((await run(`import ${home.path('none')} --data ${home.path('new')}`)).code).toBe(2)
    expect(existsSync(home.path('three.ndjson'))).toBe(true)
  })
})
