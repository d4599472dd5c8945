import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { allChecks } from '@fleet-auditor/checks/registry.ts'
import { exampleFleetFile } from '@fleet-auditor/cli/example-fleet-file.ts'
import { parseFleetFile } from '@fleet-auditor/model/parse-fleet-file.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { homeFolder, type HomeFolder } from '../setup/home-folder.ts'
import type { Ended } from '../setup/run-cli.ts'
import { runProgram } from '../setup/run-program.ts'

let home: HomeFolder
beforeAll(async () => {
  home = await homeFolder()
})
afterAll(() => home[Symbol.asyncDispose]())

const run = (...args: readonly string[]): Promise<Ended> => runProgram(args, home.home)
const checkIds = allChecks.map(({ id }) => id)

describe('fleet-auditor init', () => {
  it('writes the example with the line that shows editors its schema, and prints the next step', async () => {
    const file = home.path('fleet.yaml')
    const { code, stdout } = await run('init', file)
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: `${file} is written: name your sources in it, then run fleet-auditor doctor --fleet ${file}\n`,
    })
    const [first = '', ...rest] = (await readFile(file, 'utf8')).split('\n')
    expect(rest.join('\n')).toBe(exampleFleetFile)
    const [, schema = ''] = /^# yaml-language-server: \$schema=(\.\.?\/.*)$/.exec(first) ?? []
    const found = await readFile(path.resolve(path.dirname(file), schema), 'utf8')
    expect(JSON.parse(found)).toMatchObject({ $id: 'urn:fleet-auditor:fleet-file:v1' })
  })

  it('never overwrites a file', async () => {
    const file = home.path('mine.yaml')
    await writeFile(file, 'mine')
    const { code, stdout, stderr } = await run('init', file)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toBe(
      `fleet-auditor: the fleet file was not written: a file is there already\n  where:  ${file}\n` +
        '  remedy: name another file: fleet-auditor init <file>\n',
    )
    expect(await readFile(file, 'utf8')).toBe('mine')
  })

  it.each([
    ['into a folder that is not there', 'no/fleet.yaml', 'the folder is not there'],
    ['to a folder', '', 'a file is there already'],
    ['to a path under a file', 'file/fleet.yaml', 'it lies under something that is not a folder'],
  ])('prints why it cannot write %s', async (_, name, why) => {
    await home.write('file', '')
    const { code, stderr } = await run('init', home.path(name))
    expect(code).toBe(2)
    expect(stderr).toContain(`the fleet file was not written: ${why}\n  where:  ${home.path(name)}\n  remedy: `)
  })
})

describe('the example that init writes', () => {
  const uncommented = exampleFleetFile
    .replaceAll(/^(\w+): \[\]\n/gm, '')
    .replaceAll(/^( *)# ((?: *- |\w+:|  +).*)$/gm, '$1$2')

  it('is a fleet file', () => {
    expect(parseFleetFile(exampleFleetFile, checkIds)).toMatchObject({ ok: true })
  })

  it('is a fleet file with its comments taken off too', () => {
    const parsed = parseFleetFile(uncommented, checkIds)
    expect(parsed).toMatchObject({ ok: true })
    if (!parsed.ok) return
    const { sources, planes, vantages, waivers, teams, collectors, schedule, slack, federation } = parsed.fleet
    const lists = [...Object.values(sources), planes, vantages, waivers, teams, collectors]
    expect(lists.map((list) => list.length)).toEqual(lists.map(() => 1))
    expect({ schedule, slack, federation }).toMatchObject({
      schedule: { timeZone: 'Europe/Berlin' },
      slack: { heartbeat: 'monday' },
      federation: { google: { serviceAccount: expect.any(String) }, azure: { client: expect.any(String) } },
    })
  })
})
