import { setTimeout as pause } from 'node:timers/promises'
import type { Run } from '@fleet-auditor/model/run.ts'
import { digestOf } from '@fleet-auditor/report/digest/digest.ts'
import type { RunningKubernetes } from '@fleet-auditor/simulator/kubernetes/start-kubernetes.ts'
import { startSlack } from '@fleet-auditor/simulator/slack/slack.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { homeFolder, type HomeFolder } from '../setup/home-folder.ts'
import { runProgram } from '../setup/run-program.ts'
import { careless, contextOf, kubeconfigOf, startCluster } from '../setup/simulated-cluster.ts'
import { startServing } from '../setup/start-serving.ts'
import { withStore } from '../setup/with-store.ts'

let home: HomeFolder
let server: RunningKubernetes
let slack: Awaited<ReturnType<typeof startSlack>>
let mute: Awaited<ReturnType<typeof startSlack>>
let fleet: string
let env: Readonly<Record<string, string>>

beforeAll(async () => {
  server = await startCluster(careless('uid-one'))
  slack = await startSlack({ tokens: ['xoxb-test'], channels: [{ id: 'C0FLEET', member: true }] })
  const hang = { behave: { kind: 'hang' } } as const
  const methods = ['chat.postMessage', 'conversations.history', 'auth.test']
  const faults = methods.map((method) => ({ method, ...hang }))
  mute = await startSlack({ tokens: ['xoxb-test'], channels: [{ id: 'C0FLEET', member: true }], faults })
  env = { SLACK_BOT_TOKEN: 'xoxb-test', SLACK_API_URL: slack.apiUrl }
  home = await homeFolder(kubeconfigOf({ one: contextOf(server) }))
  const source = `sources: {kubeconfig: [{file: ${home.path('.kube/config')}, contexts: [one]}]}\n`
  fleet = await home.write('fleet.yaml', `${source}slack: {channel: C0FLEET}\n`)
})
afterAll(async () => {
  await Promise.all([server.close(), slack.close(), mute.close()])
  await home[Symbol.asyncDispose]()
})

describe('a run that fails before it can be opened', () => {
  it('has a row with the reason, and is posted', async () => {
    const data = home.path('unopened')
    const made = await runProgram(['token', 'create', '--name', 't', '--scope', 'read,run', '--data', data], home.home)
    const args = ['--fleet', fleet, '--data', data, '--every', 'never', '--slack', '--cluster', 'no-such']
    await using serving = await startServing(home.home, args, env)
    const headers = { Authorization: `Bearer ${made.stdout.trim()}`, 'Content-Type': 'application/json' }
    const started = await fetch(`${serving.url}/v1/runs`, { method: 'POST', body: '{}', headers })
    expect(started.status).toBe(202)
    await serving.line('run-failed')
    await serving.line('notified')
    const answer = await fetch(`${serving.url}${started.headers.get('Location')}`, { headers })
    expect([answer.status, await answer.json()]).toMatchObject([
      200,
      { state: 'incomplete', partial: true, ledger: [{ outcome: 'failed', detail: 'no cluster is called no-such' }] },
    ])
    expect(JSON.stringify(slack.messages())).toContain('no cluster is called no-such')
    expect(await serving.end('SIGTERM')).toBe(0)
  })
})

describe('while Slack does not answer', () => {
  it('serve ends at SIGTERM, and leaves the message to the next process', async () => {
    const data = home.path('hanging')
    const startedAt = new Date(Date.now() - 3_600_000).toISOString()
    const last: Run = {
      id: 'last',
      fleet: 'fleet',
      startedAt,
      state: 'incomplete',
      partial: false,
      ruleSet: '{}',
      ledger: [],
    }
    await withStore(data, async (store) => {
      await store.openRun({ ...last, state: 'running' })
      await store.ledger.putDigest(last.id, digestOf({ run: last, summaries: [] }))
      await store.closeRun(last)
    })
    const args = ['--fleet', fleet, '--data', data, '--every', 'never', '--slack']
    await using serving = await startServing(home.home, args, { ...env, SLACK_API_URL: mute.apiUrl })
    while (mute.requests().length === 0) await pause(20)
    expect(await serving.end('SIGTERM')).toBe(0)
    expect(serving.lines.map(({ kind }) => kind)).toEqual(['no-token', 'listening', 'draining', 'drained'])
  })
})
