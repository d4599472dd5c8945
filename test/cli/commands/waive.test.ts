import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { homeFolder, type HomeFolder } from '../setup/home-folder.ts'
import { runProgram } from '../setup/run-program.ts'

let home: HomeFolder
beforeAll(async () => {
  home = await homeFolder()
})
afterAll(() => home[Symbol.asyncDispose]())

const run = (words: string) => runProgram(words.split(' '), home.home)
/** Ten days ahead of this machine's clock. */
const until = new Date(Date.now() + 10 * 24 * 3600 * 1000).toISOString().slice(0, 10)
const given = '--owner ana --reason replaced --ticket OPS-1'

describe('a waiver by the command line', () => {
  it('is given, changed, listed with its history, and ended', async () => {
    const selected = `--check public-broker --cluster payments --subject Service/meshery/meshery-broker`
    const made = await run(`waive ${selected} ${given} --until ${until}`)
    expect(made).toMatchObject({ code: 0, stdout: expect.stringMatching(/^waiver-[0-9a-f]{16}\n$/) })
    const id = made.stdout.trim()
    expect((await run(`waive ${selected} ${given} --until ${until}`)).stderr).toContain('unchanged: public-broker')
    const about = 'public-broker, cluster payments, Service/meshery/meshery-broker'
    expect((await run('waivers')).stdout).toMatch(new RegExp(`${id} +in force +ana +${until} +\\S+ +${about}`))
    expect((await run(`unwaive ${id} --by bo`)).stderr).toBe(`${id} is ended\n`)
    expect((await run('waivers')).stdout).toMatch(new RegExp(`${id} +ended +bo +${until}`))
    const stored: unknown = JSON.parse((await run('waivers --format json')).stdout)
    const first = { number: 1, by: 'ana', via: 'cli', after: { ticket: 'OPS-1', expires: until } }
    expect(stored).toMatchObject([{ id, events: [first, { number: 2, by: 'bo' }] }])
  })

  it.each<[words: string, message: string, remedy: string]>([
    [`waive ${given} --until ${until}`, 'nothing is selected', 'name a check'],
    [`waive --check public-broke ${given} --until ${until}`, '"public-broke" is not a value', 'public-broker?'],
    [`waive --check public-broker ${given} --until soon`, '"soon" is not a day', 'write it as 2027-03-31'],
    [`waive --check public-broker ${given} --until 2020-01-01`, '2020-01-01 has passed', 'a day that lies ahead'],
    [`waive --check public-broker ${given} --until 2999-01-01`, 'more than 366 days ahead', 'renew it then'],
    [`waive --check public-broker --owner ana --reason x --until ${until}`, "'--ticket <id>'", '--help'],
    [
      `waive --fingerprint abc ${given} --until ${until}`,
      'no finding has the fingerprint abc',
      'fleet-auditor findings',
    ],
    ['unwaive waiver-0 --by bo', 'no waiver has the id waiver-0', 'fleet-auditor waivers'],
  ])('is refused: %s', async (words, message, remedy) => {
    const { code, stdout, stderr } = await run(words)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain(message)
    expect(stderr).toContain(remedy)
  })
})

describe('an attestation by the command line', () => {
  it('is given, listed and ended', async () => {
    const made = await run(`attest recovery-drill --by ana --evidence https://wiki.example.com/drill --plane central`)
    expect(made).toMatchObject({ code: 0, stdout: expect.stringMatching(/^attestation-[0-9a-f]{16}\n$/) })
    const id = made.stdout.trim()
    expect((await run('attestations')).stdout).toMatch(
      new RegExp(`${id} +in force +ana .* recovery-drill, plane central`),
    )
    expect((await run(`unattest ${id} --by bo`)).stderr).toBe(`${id} is ended\n`)
  })

  it.each<[words: string, message: string]>([
    ['attest recovery-dril --by ana', '"recovery-dril" is not a value'],
    ['attest recovery-drill --by ana --cluster payments', 'is confirmed for management planes'],
    ['attest recovery-drill --by ana --on 2999-01-01', '2999-01-01 lies ahead'],
  ])('is refused: %s', async (words, message) => {
    const { code, stderr } = await run(words)
    expect(code).toBe(2)
    expect(stderr).toContain(message)
  })
})
