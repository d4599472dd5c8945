import { writeFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parseAllDocuments } from 'yaml'
import { homeFolder, type HomeFolder } from '../setup/home-folder.ts'
import type { Ended } from '../setup/run-cli.ts'
import { runProgram } from '../setup/run-program.ts'

let home: HomeFolder
beforeAll(async () => {
  home = await homeFolder()
})
afterAll(() => home[Symbol.asyncDispose]())

const run = (...args: readonly string[]): Promise<Ended> => runProgram(args, home.home)

describe('fleet-auditor access', () => {
  it.each(['aws', 'azure'])('prints JSON for %s', async (side) => {
    const { code, stdout } = await run('access', side)
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toBeTypeOf('object')
  })

  it.each<[string, readonly (string | undefined)[]]>([
    ['gcp', [undefined]],
    ['kubernetes', ['ClusterRole', 'ClusterRoleBinding']],
  ])('prints YAML for %s', async (side, kinds) => {
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
  ])('prints for %s the document %s alone', async (side, document, expected) => {
    const { code, stdout } = await run('access', side, document)
    expect(code).toBe(0)
    expect(stdout).toContain(expected)
    expect(stdout.length).toBeLessThanOrEqual((await run('access', side)).stdout.length)
  })

  it('prints only what a fleet file needs', async () => {
    const file = home.path('roles.yaml')
    await writeFile(
      file,
      'sources:\n  aws:\n    - {account: "444455556666", regions: [eu-west-1], roleArn: "arn:aws:iam::444455556666:role/auditor"}\n',
    )
    const { code, stdout } = await run('access', 'aws', '--fleet', file)
    expect({ code, names: Object.keys(JSON.parse(stdout) as object) }).toEqual({
      code: 0,
      names: ['member-policy-444455556666', 'member-trust-444455556666'],
    })
    const script = await run('access', 'aws', '--fleet', file, '--format', 'sh')
    expect(script).toMatchObject({ code: 0, stdout: expect.stringMatching(/^#!\/bin\/sh[^]*--role-name auditor /) })
    expect(await run('access', 'aws', '--format', 'sh')).toMatchObject({ code: 2, stdout: '' })
    expect(await run('access', 'gcp', '--fleet', file)).toMatchObject({ code: 0, stdout: '{}\n' })
    expect(await run('access', 'aws', '--fleet', home.path('gone.yaml'))).toMatchObject({ code: 2, stdout: '' })
  })

  it.each(['aws', 'gcp', 'azure', 'kubernetes'])('grants for %s nothing that writes, and no Secret', async (side) => {
    const { stdout } = await run('access', side)
    // The name of a Job that is read, which holds a verb.
    expect(stdout.replaceAll('meshery-operator-crd-update', 'a-job')).not.toMatch(
      /secrets|- "?\*|:\*|delete|update|patch|\/write/i,
    )
  })

  it('prints the proxy right to a Broker only where the fleet file sets it, and names the port alone', async () => {
    const right =
      'resources:\n      - services/proxy\n    resourceNames:\n      - meshery-nats:8222\n      - meshery-broker:8222\n    verbs:\n      - get\n'
    const { stdout } = await run('access', 'kubernetes')
    expect(stdout).toMatch(/^# Off by default: get on services\/proxy/)
    expect(stdout).not.toContain(right)
    const file = await home.write('proxied.yaml', 'brokerConnections: true\n')
    expect((await run('access', 'kubernetes', '--fleet', file)).stdout).toContain(right)
  })

  it.each<[words: string, message: string, where: string, remedy: string]>([
    ['access', "missing required argument 'side'", 'fleet-auditor access', 'fleet-auditor access --help'],
    ['access azur', '"azur" is not a value of access', 'access', 'did you mean azure?'],
    [
      'access kubernetes binding',
      '"binding" is not a value of access kubernetes',
      'access kubernetes',
      'expected one of role',
    ],
  ])('refuses: %s', async (words, message, where, remedy) => {
    const { code, stdout, stderr } = await runProgram(words.split(' '), '/home')
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toBe(`fleet-auditor: ${message}\n  where:  ${where}\n  remedy: ${remedy}\n`)
  })

  it('names the documents of a cloud where an unknown one is asked for', async () => {
    const { code, stderr } = await run('access', 'aws', 'rolle')
    expect(code).toBe(2)
    expect(stderr).toContain('fleet-auditor: "rolle" is not a value of access aws\n  where:  access aws\n')
    expect(stderr).toContain('  remedy: expected one of member-policy, ')
  })
})
