import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { exampleFleetFile } from '@fleet-auditor/cli/example-fleet-file.ts'
import { exitCodes } from '@fleet-auditor/cli/exit-code.ts'
import { allChecks } from '@fleet-auditor/checks/registry.ts'
import { parseFleetFile } from '@fleet-auditor/model/parse-fleet-file.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parseAllDocuments } from 'yaml'
import { homeFolder, type HomeFolder } from './home-folder.ts'
import { linesIn, rowsIn } from './printed-rows.ts'
import { runCli, type Ended } from './run-cli.ts'
import { runProgram } from './run-program.ts'

let home: HomeFolder
beforeAll(async () => {
  home = await homeFolder()
})
afterAll(() => home[Symbol.asyncDispose]())

const run = (...args: readonly string[]): Promise<Ended> => runProgram(args, home.home)
const checkIds = allChecks.map(({ id }) => id)

describe('help', () => {
  it('lists the verbs and the exit codes, in a process of its own', async () => {
    const { code, stdout, stderr } = await runCli(['--help'], home)
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    const verbs = ['audit', 'doctor', 'findings', 'runs', 'clusters', 'diff', 'replay', 'checks', 'explain', 'access']
    for (const verb of [...verbs, 'init', 'demo']) expect(stdout).toMatch(new RegExp(`^  ${verb}\\b`, 'm'))
    for (const [exit, why] of exitCodes) expect(stdout).toContain(`${exit}\t${why}`)
  })

  it('of audit lists its flags and the exit codes', async () => {
    const { code, stdout } = await run('audit', '--help')
    expect(code).toBe(0)
    const flags = 'fleet kubeconfig context cluster provider concurrency deadline cluster-deadline data format output'
    for (const flag of `${flags} fail-on max-unknown only skip quiet verbose no-color`.split(' '))
      expect(stdout).toMatch(new RegExp(`^  --${flag}\\b`, 'm'))
    for (const [exit, why] of exitCodes) expect(stdout).toContain(`${exit}\t${why}`)
  })

  it('tells the version', async () => {
    expect(await run('--version')).toEqual({ code: 0, stdout: '0.1.0\n', stderr: '' })
  })

  it.each(['doctor', 'findings', 'runs', 'clusters', 'diff', 'replay', 'checks', 'explain', 'access', 'init'])(
    '%s may be asked for stack traces',
    async (verb) => {
      expect((await run(verb, '--help')).stdout).toContain('--verbose')
    },
  )
})

describe('the catalogue', () => {
  it('is one JSON document', async () => {
    const { code, stdout } = await run('checks', '--format', 'json')
    expect(code).toBe(0)
    const rows = rowsIn(stdout)
    expect(rows.map(({ id }) => id)).toEqual(checkIds)
    for (const row of rows)
      expect(Object.keys(row)).toEqual(['id', 'severity', 'scope', 'group', 'ruleVersion', 'title'])
  })

  it('is a line each', async () => {
    const table = await run('checks')
    expect(table.stdout.trimEnd().split('\n')).toHaveLength(checkIds.length + 1)
    const lines = await run('checks', '--format', 'ndjson')
    expect(linesIn(lines.stdout).map(({ id }) => id)).toEqual(checkIds)
  })

  it.each(checkIds)('explains %s: rule, reason, source, remedy', async (id) => {
    const { code, stdout } = await run('explain', id)
    expect(code).toBe(0)
    expect(stdout).toContain(id)
    for (const part of ['Rule', 'Why', 'Source', 'Remedy']) expect(stdout).toContain(part)
  })
})

describe('access', () => {
  it.each(['aws', 'azure'])('%s is JSON', async (side) => {
    const { code, stdout } = await run('access', side)
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toBeTypeOf('object')
  })

  it.each<[string, readonly (string | undefined)[]]>([
    ['gcp', [undefined]],
    ['kubernetes', ['ClusterRole', 'ClusterRoleBinding']],
  ])('%s is YAML', async (side, kinds) => {
    const { code, stdout } = await run('access', side)
    const documents = parseAllDocuments(stdout)
    expect(code).toBe(0)
    expect(Array.isArray(documents) && documents.map((document) => document.get('kind'))).toEqual(kinds)
  })

  it.each([
    ['aws', 'member-policy', '"eks:ListClusters"'],
    ['aws', 'list-policy', '"organizations:ListAccounts"'],
    ['gcp', 'organization-role', '- cloudasset.assets.searchAllResources'],
    ['azure', 'federated-credential', '"api://AzureADTokenExchange"'],
    ['kubernetes', 'role', 'kind: ClusterRole'],
  ])('%s has %s alone', async (side, document, expected) => {
    const { code, stdout } = await run('access', side, document)
    expect(code).toBe(0)
    expect(stdout).toContain(expected)
    expect(stdout.length).toBeLessThanOrEqual((await run('access', side)).stdout.length)
  })

  it('has what a fleet file needs alone', async () => {
    const file = home.path('roles.yaml')
    await writeFile(
      file,
      'sources:\n  aws:\n    - {account: "111122223333", regions: [eu-west-1], externalId: fleet-7}\n',
    )
    const { code, stdout } = await run('access', 'aws', '--fleet', file)
    expect({ code, names: Object.keys(JSON.parse(stdout) as object) }).toEqual({
      code: 0,
      names: ['member-policy', 'member-trust'],
    })
    expect(await run('access', 'gcp', '--fleet', file)).toMatchObject({ code: 0, stdout: '{}\n' })
    expect(await run('access', 'aws', '--fleet', home.path('gone.yaml'))).toMatchObject({ code: 2, stdout: '' })
  })

  it.each(['aws', 'gcp', 'azure', 'kubernetes'])('%s asks for nothing that writes, and for no Secret', async (side) => {
    const { stdout } = await run('access', side)
    expect(stdout).not.toMatch(/secrets|- "?\*|:\*|delete|update|patch|\/write/i)
  })
})

describe('init', () => {
  it('writes the example, and says what to do next', async () => {
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

  it('never writes over a file', async () => {
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
    ['a folder that is not there', 'no/fleet.yaml', 'the folder is not there'],
    ['a folder', '', 'a file is there already'],
    ['what lies under a file', 'file/fleet.yaml', 'it lies under something that is no folder'],
  ])('says why it cannot write %s', async (_, name, why) => {
    await home.write('file', '')
    const { code, stderr } = await run('init', home.path(name))
    expect(code).toBe(2)
    expect(stderr).toContain(`the fleet file was not written: ${why}\n  where:  ${home.path(name)}\n  remedy: `)
  })
})

describe('the example of init', () => {
  const uncommented = exampleFleetFile
    .replaceAll(/^(\w+): \[\]\n/gm, '')
    .replaceAll(/^( *)# ((?: *- |\w+:|  +).*)$/gm, '$1$2')

  it('is a fleet file', () => {
    expect(parseFleetFile(exampleFleetFile, checkIds)).toMatchObject({ ok: true })
  })

  it('is one with its comments taken off', () => {
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
