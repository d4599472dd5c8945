import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { homeFolder, type HomeFolder } from '../setup/home-folder.ts'
import { runProgram } from '../setup/run-program.ts'

let home: HomeFolder
beforeAll(async () => {
  home = await homeFolder()
})
afterAll(() => home[Symbol.asyncDispose]())

const run = (...words: readonly string[]) => runProgram(['token', ...words], home.home)

describe('fleet-auditor token', () => {
  it('shows a token once, lists it without its secret, and revokes it', async () => {
    const made = await run('create', '--name', 'grafana', '--scope', 'read,run', '--expires', '90d')
    expect(made).toMatchObject({ code: 0, stdout: expect.stringMatching(/^fa_[0-9a-f]{12}_[\w-]{43}\n$/) })
    const [, id = '', secret = ''] = /^fa_([^_]+)_(.+)\n$/.exec(made.stdout) ?? []
    expect(made.stderr).toContain(`token ${id} for grafana: read, run; expires `)
    const listed = await run('list')
    expect(listed.stdout).toMatch(new RegExp(`${id} +grafana +read,run +\\S+ +\\S+ +never`))
    const asJson = await run('list', '--format', 'json')
    expect(asJson.stdout).not.toMatch(/hash/)
    expect(listed.stdout + asJson.stdout + made.stderr).not.toContain(secret)
    expect(await run('revoke', id)).toMatchObject({ code: 0, stderr: `token ${id} is revoked\n` })
    expect((await run('list')).stdout).toBe('no tokens\n')
  })

  it.each<[words: string, message: string, remedy: string]>([
    ['create', "required option '--name <name>' not specified", 'fleet-auditor token --help'],
    ['create --name=', '--name is empty', 'leave --name out'],
    ['create --name x --scope rea', '"rea" is not a value of --scope', 'did you mean read?'],
    ['create --name x --expires soon', '"soon" is not a duration', 'write 12h, 90d or 52w'],
    ['create --name x --expires 0d', '"0d" is not a duration', 'write 12h, 90d or 52w'],
    ['create --name x --expires 90', '"90" has no unit', 'write 90h for hours, 90d for days or 90w for weeks'],
    ['create --name x --table=', '--table is empty', 'leave --table out'],
    ['revoke 0123', 'no token has the id 0123', 'fleet-auditor token list'],
  ])('refuses: %s', async (words, message, remedy) => {
    const { code, stdout, stderr } = await run(...words.split(' '))
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain(message)
    expect(stderr).toContain(remedy)
  })
})
