import type { RunningKubernetes } from '@fleet-auditor/simulator/kubernetes/start-kubernetes.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { homeFolder, type HomeFolder } from '../setup/home-folder.ts'
import { runProgram } from '../setup/run-program.ts'
import { careless, contextOf, kubeconfigOf, startCluster } from '../setup/simulated-cluster.ts'
import { startServing } from '../setup/start-serving.ts'
import { withStore } from '../setup/with-store.ts'

let home: HomeFolder
let servers: RunningKubernetes[]
let fleet: string
let stuck: string

beforeAll(async () => {
  servers = await Promise.all([
    startCluster(careless('uid-one')),
    startCluster(careless('uid-hanging'), { faults: [{ match: {}, behave: { kind: 'hang' } }] }),
    startCluster(careless('uid-two')),
  ])
  const [one, hanging, two] = servers
  if (!one || !hanging || !two) throw new Error('three were started')
  home = await homeFolder(kubeconfigOf({ one: contextOf(one), hanging: contextOf(hanging), two: contextOf(two) }))
  const source = (contexts: string): string =>
    `sources: {kubeconfig: [{file: ${home.path('.kube/config')}, contexts: [${contexts}]}]}\n`
  fleet = await home.write('fleet.yaml', source('one'))
  stuck = await home.write('stuck.yaml', source('hanging, two'))
})
afterAll(async () => {
  await Promise.all(servers.map((server) => server.close()))
  await home[Symbol.asyncDispose]()
})

const newToken = async (data: string, scopes = 'read,run'): Promise<string> =>
  (await runProgram(['token', 'create', '--name', 'test', '--scope', scopes, '--data', data], home.home)).stdout.trim()

const RunAnswer = z.looseObject({
  state: z.string(),
  ledger: z.array(z.looseObject({ id: z.string(), outcome: z.string() })),
})

describe('fleet-auditor serve', () => {
  it('answers requests with a token, audits when asked, and ends at SIGTERM', async () => {
    const data = home.path('asked')
    const token = await newToken(data)
    await using serving = await startServing(home.home, ['--fleet', fleet, '--data', data, '--every', 'never'])
    const asked = (path: string, init: RequestInit = {}) =>
      fetch(`${serving.url}${path}`, {
        ...init,
        headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
      })
    expect([(await fetch(`${serving.url}/v1/runs`)).status, (await asked('/v1/runs')).status]).toEqual([401, 200])
    const started = await asked('/v1/runs', { method: 'POST', body: '{}' })
    expect(started.status).toBe(202)
    expect(await serving.line('run-ended')).toMatchObject({ state: 'complete' })
    const run = RunAnswer.parse(await (await asked(started.headers.get('Location') ?? '')).json())
    expect(run.ledger.map(({ id, outcome }) => `${id} ${outcome}`)).toContainEqual(
      expect.stringMatching(/^kubeconfig:one@\S+ audited$/),
    )
    expect(await (await asked('/v1/findings?state=open')).json()).toMatchObject({
      findings: expect.arrayContaining([expect.anything()]),
    })
    expect(await (await asked('/metrics')).text()).toContain('fleet_auditor_last_run_state{state="complete"} 1')
    const taken = await runProgram(['token', 'list', '--data', data], home.home)
    expect([taken.code, taken.stderr]).toEqual([4, expect.stringContaining('the data folder is in use by process')])
    expect(await serving.end('SIGTERM')).toBe(0)
    expect(serving.lines.at(-1)?.kind).toBe('drained')
  })

  it('lets clusters under way end at SIGTERM, and starts no more', async () => {
    const data = home.path('drained')
    const token = await newToken(data)
    const limits = ['--concurrency', '1', '--cluster-deadline', '3s']
    await using serving = await startServing(home.home, [
      '--fleet',
      stuck,
      '--data',
      data,
      '--every',
      'never',
      ...limits,
    ])
    const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' }
    await fetch(`${serving.url}/v1/runs`, { method: 'POST', body: '{}', headers })
    await serving.line('planned')
    expect(await serving.end('SIGTERM')).toBe(0)
    expect(serving.lines.at(-1)?.kind).toBe('drained')
    const run = await withStore(data, async (store) => store.readRun((await store.listRuns(1))[0]?.id ?? ''))
    expect(run?.state).toBe('incomplete')
    expect(run?.ledger.map(({ outcome }) => outcome).toSorted()).toEqual(['cancelled', 'listed', 'unreachable'])
  })
})
