import { serveCommand } from '@fleet-auditor/cli/commands/serve.ts'
import { isLoopback } from '@fleet-auditor/model/address-range.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { homeFolder, type HomeFolder } from '../setup/home-folder.ts'
import { parseWords } from '../setup/parse-words.ts'
import { runProgram } from '../setup/run-program.ts'

const parse = (...words: readonly string[]) => parseWords(serveCommand, words)

describe('fleet-auditor serve', () => {
  it('listens on loopback, by the schedule of the fleet file, unless the options name others', async () => {
    const { host, port, every, timeZone, slack, corsOrigins } = await parse()
    expect({ host, port, every, timeZone, slack, corsOrigins }).toEqual({
      host: '127.0.0.1',
      port: 8080,
      every: undefined,
      timeZone: undefined,
      slack: false,
      corsOrigins: [],
    })
  })

  it.each<[written: string, host: string, loopback: boolean]>([
    ['127.0.0.1', '127.0.0.1', true],
    ['127.0.0.2', '127.0.0.2', true],
    ['localhost', 'localhost', true],
    ['::1', '::1', true],
    ['[::1]', '::1', true],
    ['[::]', '::', false],
    ['::', '::', false],
    ['0.0.0.0', '0.0.0.0', false],
    ['::ffff:127.0.0.1', '::ffff:127.0.0.1', false],
    ['127.1', '127.1', false],
    ['127.0.0.1.example.com', '127.0.0.1.example.com', false],
  ])('reads --host %s as %s (only this machine reaches it: %s)', async (written, host, loopback) => {
    const input = await parse('--host', written)
    expect([input.host, isLoopback(input.host)]).toEqual([host, loopback])
  })

  it('takes origins that browsers call from', async () => {
    const origins = ['https://a.example.com', 'http://localhost:3000']
    expect((await parse(...origins.flatMap((origin) => ['--cors-origin', origin]))).corsOrigins).toEqual(origins)
  })
})

describe('fleet-auditor serve refuses', () => {
  let home: HomeFolder
  let fleet: string
  beforeAll(async () => {
    home = await homeFolder()
    fleet = await home.write('fleet.yaml', 'sources: {kubeconfig: [{contexts: ["*"]}]}\n')
  })
  afterAll(() => home[Symbol.asyncDispose]())

  it.each<[name: string, args: readonly string[], parts: readonly string[]]>([
    [
      'every address while no token exists',
      ['--host', '0.0.0.0'],
      ['no API token exists yet', 'fleet-auditor token create'],
    ],
    ['a host name while no token exists', ['--host', 'fleet.example.com'], ['no API token exists yet']],
    ['an empty host', ['--host='], ['--host is empty']],
    ['a minute that no hour has', ['--every', '61 * * * *'], ['the schedule is not valid']],
    ['six fields of cron', ['--every', '0 0 2 * * *'], ['expected five fields: minute hour']],
    ['a day that never comes', ['--every', '0 0 30 2 *'], ['expected a day that comes']],
    ['an unknown time zone', ['--every', '0 2 * * *', '--time-zone', 'Nowhere/None'], ['the schedule is not valid']],
    ['a port above 65535', ['--port', '70000'], ['"70000" is not a port']],
    ['Slack that is not configured', ['--slack'], ['Slack is not configured', 'SLACK_BOT_TOKEN', 'SLACK_WEBHOOK_URL']],
    ['an origin with a path', ['--cors-origin', 'https://a.example.com/x'], ['is not an origin']],
  ])('%s', async (_, args, parts) => {
    const ended = await runProgram(['serve', '--fleet', fleet, ...args], home.home)
    expect(ended.code).toBe(2)
    for (const part of parts) expect(ended.stderr).toContain(part)
  })
})
