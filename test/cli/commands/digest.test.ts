import type { SlackAccess } from '@fleet-auditor/cli/wiring/environment.ts'
import type { RunningKubernetes } from '@fleet-auditor/simulator/kubernetes/start-kubernetes.ts'
import { startSlack, type RunningSlack } from '@fleet-auditor/simulator/slack/slack.ts'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { homeFolder, type HomeFolder } from '../setup/home-folder.ts'
import { runCli } from '../setup/run-cli.ts'
import { runProgram } from '../setup/run-program.ts'
import { careless, contextOf, kubeconfigOf, startCluster } from '../setup/simulated-cluster.ts'
import { withStore } from '../setup/with-store.ts'

let home: HomeFolder
let server: RunningKubernetes
let slack: RunningSlack
let bot: SlackAccess
let audit: readonly string[]

beforeAll(async () => {
  server = await startCluster(careless('uid-slack'))
  home = await homeFolder(kubeconfigOf({ one: contextOf(server) }))
  const sources = `sources: {kubeconfig: [{file: ${home.path('.kube/config')}, contexts: [one]}]}\n`
  await home.write('silent.yaml', sources)
  const fleet = await home.write('fleet.yaml', `fleet: shop\n${sources}slack: {channel: C0FLEET, heartbeat: never}\n`)
  audit = ['audit', '--fleet', fleet, '--quiet', '--slack']
})
beforeEach(async () => {
  slack = await startSlack({
    tokens: ['xoxb-good'],
    channels: [{ id: 'C0FLEET' }],
    webhooks: { hook: { channel: 'C0FLEET' } },
  })
  bot = { botToken: 'xoxb-good', apiUrl: slack.apiUrl }
})
afterEach(() => slack.close())
afterAll(async () => {
  await server.close()
  await home[Symbol.asyncDispose]()
})

const data = (name: string): readonly string[] => ['--data', home.path(name)]
const texts = (): string[] => slack.messages().map(({ text }) => text)

describe('audit --slack', () => {
  it('posts the run once with the exit code of the audit, and digest --slack adds nothing', async () => {
    const audited = await runProgram([...audit, ...data('posted')], home.home, bot)
    expect(audited.code, audited.stderr).toBe(1)
    expect(audited.stderr).toContain('Slack: 1 sent')
    expect(texts()).toEqual([expect.stringMatching(/^shop: baseline run: critical on 1 cluster \(run /)])
    const again = await runProgram(['digest', '--slack', '--fleet', audit[2] ?? '', ...data('posted')], home.home, bot)
    expect(again.stderr).toContain('Slack: 0 sent, 1 sent before')
    expect(again.stdout).toContain('baseline run: changes are reported from the next run on')
    // What a message that was cut sends its reader to.
    expect(again.stdout).toMatch(/^Seen for the first time\n {2}.+: 11 open$/m)
    expect(texts()).toHaveLength(1)
    const quiet = await runProgram([...audit, ...data('posted')], home.home, bot)
    expect(quiet.stderr).toContain('nothing to send')
    expect(texts()).toHaveLength(1)
  })

  it('reads its secrets from the environment', async () => {
    const env = { SLACK_WEBHOOK_URL: slack.webhookUrl('hook') }
    const audited = await runCli([...audit, ...data('hooked')], { home: home.home, env })
    expect(audited.code, audited.stderr).toBe(1)
    expect(texts()).toHaveLength(1)
  })

  it('ends with 4 where Slack refuses, after the report', async () => {
    const refused = await runProgram([...audit, ...data('refused')], home.home, { ...bot, botToken: 'xoxb-bad' })
    expect(refused.code).toBe(4)
    expect(refused.stdout).toContain('baseline run')
    expect(refused.stderr).toMatch(/invalid_auth[^]*remedy: .*digest --run \S+ --slack/)
    expect(refused.stderr).not.toContain('xoxb-bad')
    const retried = await runProgram(
      ['digest', '--slack', '--fleet', audit[2] ?? '', ...data('refused')],
      home.home,
      bot,
    )
    expect(retried.code).toBe(0)
    expect(texts()).toHaveLength(1)
  })

  it.each([
    ['no secret', 'fleet.yaml', (): SlackAccess => ({}), /set SLACK_BOT_TOKEN .* or SLACK_WEBHOOK_URL/],
    ['no channel', 'silent.yaml', (): SlackAccess => bot, /set slack.channel/],
  ])('is refused with %s, before the audit', async (_, file, access, message) => {
    const args = ['audit', '--fleet', home.path(file), '--slack', '--quiet', ...data('mistake')]
    const ended = await runProgram(args, home.home, access())
    expect(ended.code).toBe(2)
    expect(ended.stderr).toMatch(message)
    expect((await runProgram(['runs', ...data('mistake')], home.home)).stderr).toContain(
      'there is no store in this folder',
    )
  })
})

describe('digest', () => {
  it.each([
    ['no run at all', [], 'there is no run in this store'],
    ['a run that is not there', ['--run', 'run-0'], 'the run run-0 has no digest'],
  ])('is refused for %s', async (_, args, message) => {
    await withStore(home.path('empty'), () => Promise.resolve())
    const ended = await runProgram(['digest', ...args, ...data('empty')], home.home)
    expect(ended).toMatchObject({ code: 2, stderr: expect.stringContaining(message) })
  })

  it('is one document as JSON', async () => {
    await runProgram([...audit.filter((word) => word !== '--slack'), ...data('json')], home.home)
    const { stdout } = await runProgram(['digest', '--format', 'json', ...data('json')], home.home)
    expect(JSON.parse(stdout)).toMatchObject([{ baseline: true, newClusters: [{ open: 11 }] }])
  })
})
