import { readFile } from 'node:fs/promises'
import { scheduledMinute, runIdOf } from '@fleet-auditor/audit/fan-out/run-id.ts'
import type { Run } from '@fleet-auditor/model/run.ts'
import type { RunningKubernetes } from '@fleet-auditor/simulator/kubernetes/start-kubernetes.ts'
import { startSlack } from '@fleet-auditor/simulator/slack/slack.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { homeFolder, type HomeFolder } from '../setup/home-folder.ts'
import { careless, contextOf, kubeconfigOf, startCluster } from '../setup/simulated-cluster.ts'
import { startServing } from '../setup/start-serving.ts'
import { withStore } from '../setup/with-store.ts'

let home: HomeFolder
let server: RunningKubernetes
let fleet: string

beforeAll(async () => {
  server = await startCluster(careless('uid-one'))
  home = await homeFolder(kubeconfigOf({ one: contextOf(server) }))
  const file = home.path('.kube/config')
  fleet = await home.write('fleet.yaml', `sources: {kubeconfig: [{file: ${file}, contexts: [one]}]}\n`)
})
afterAll(async () => {
  await server.close()
  await home[Symbol.asyncDispose]()
})

describe('a scheduled run', () => {
  const minute = scheduledMinute(new Date(Date.now() - 3 * 3_600_000).toISOString(), '')
  const at = new Date(minute)
  const every = `${at.getUTCMinutes()} ${at.getUTCHours()} * * *`
  const scheduled = runIdOf(minute, 'fleet')
  const run = (id: string, startedAt: string, state: Run['state']): Run => ({
    id,
    fleet: 'fleet',
    startedAt,
    state,
    partial: false,
    ruleSet: '{}',
    ledger: [],
  })
  const before = run('20200101T000000Z-00000000', '2020-01-01T00:00:00.000Z', 'complete')
  const flags = (data: string): readonly string[] => [
    '--fleet',
    fleet,
    '--data',
    data,
    '--every',
    every,
    '--time-zone',
    'Etc/UTC',
  ]

  it('that was missed is caught up on once, under the id of its minute', async () => {
    const data = home.path('missed')
    await withStore(data, async (store) => {
      await store.openRun({ ...before, state: 'running' })
      await store.closeRun(before)
    })
    await using first = await startServing(home.home, flags(data))
    expect(await first.line('run-ended')).toMatchObject({ run: scheduled, state: 'complete' })
    await first.end('SIGTERM')
    await using second = await startServing(home.home, flags(data))
    await second.end('SIGINT')
    expect(second.lines.map(({ kind }) => kind)).not.toContain('catching-up')
    expect(await withStore(data, async (store) => (await store.listRuns(9)).map(({ id }) => id))).toEqual([
      scheduled,
      before.id,
    ])
  })

  it('of the named clusters is caught up on like one of the whole fleet', async () => {
    const data = home.path('part')
    const part = { ...before, partial: true }
    await withStore(data, async (store) => {
      await store.openRun({ ...part, state: 'running' })
      await store.closeRun(part)
    })
    await using serving = await startServing(home.home, [...flags(data), '--cluster', 'kubeconfig:one@*'])
    await serving.end('SIGTERM')
    expect(serving.lines).toContainEqual(expect.objectContaining({ kind: 'catching-up', run: scheduled }))
  })

  it('that died with its process is started again, and any other one is closed as incomplete', async () => {
    const data = home.path('died')
    const other = run('20200102T000000Z-0000000', '2020-01-02T00:00:00.000Z', 'running')
    await withStore(data, async (store) => {
      await store.openRun(other)
      await store.openRun(run(scheduled, minute, 'running'))
    })
    await using serving = await startServing(home.home, flags(data))
    expect(await serving.line('run-ended')).toMatchObject({ run: scheduled, state: 'complete' })
    await serving.end('SIGTERM')
    const closed = await withStore(data, (store) => store.readRun(other.id))
    expect(closed).toMatchObject({ state: 'incomplete', ledger: [{ outcome: 'failed', cause: 'terminated-early' }] })
    // Closed before it listens: a run that is asked for at once would be taken for a dead one.
    expect(serving.lines.slice(0, 3).map(({ kind }) => kind)).toEqual(['no-token', 'run-closed', 'listening'])
  })

  it('is not missed in a store without runs', async () => {
    await using serving = await startServing(home.home, flags(home.path('new')))
    expect(await serving.end('SIGTERM')).toBe(0)
    expect(serving.lines.map(({ kind }) => kind)).toEqual(['no-token', 'listening', 'draining', 'drained'])
  })

  it('is posted to Slack once, by whichever process comes first', async () => {
    const slack = await startSlack({
      tokens: ['xoxb-test'],
      channels: [{ id: 'C0FLEET', member: true }],
    })
    try {
      const withSlack = await home.write('slack.yaml', `${await readFile(fleet, 'utf8')}slack: {channel: C0FLEET}\n`)
      const env = { SLACK_BOT_TOKEN: 'xoxb-test', SLACK_API_URL: slack.apiUrl }
      const data = home.path('posted')
      await withStore(data, (store) => store.openRun(run(scheduled, minute, 'running')))
      const args = ['--fleet', withSlack, '--data', data, '--every', every, '--time-zone', 'Etc/UTC', '--slack']
      await using first = await startServing(home.home, args, env)
      expect(await first.line('notified')).toMatchObject({ run: scheduled, sent: 1 })
      await first.end('SIGTERM')
      await using second = await startServing(home.home, args, env)
      expect(await second.line('notified')).toMatchObject({ run: scheduled, sent: 0, already: 1 })
      await second.end('SIGTERM')
      expect(slack.messages().filter(({ threadTs }) => threadTs === undefined)).toHaveLength(1)
    } finally {
      await slack.close()
    }
  })
})
