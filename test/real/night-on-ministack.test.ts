import { randomBytes } from 'node:crypto'
import { GetItemCommand } from '@aws-sdk/client-dynamodb'
import { createClient } from '@fleet-auditor/adapters/store/table/client.ts'
import { createToken } from '@fleet-auditor/audit/tokens/create-token.ts'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { z } from 'zod'
import { describeWith } from './available.ts'
import { askApi } from './deploy-api.ts'
import { sessionOf } from './deploy-roles.ts'
import { startDeployedRun } from './deploy-run.ts'

/** One scheduled run of the planned deployment; what MiniStack stands in for AWS with: ministack.ts. */
describeWith(['ministack', 'sst-platform'], 'one run, deployed to MiniStack', () => {
  let deployed: Awaited<ReturnType<typeof startDeployedRun>>
  beforeAll(async () => {
    deployed = await startDeployedRun()
  }, 400_000)
  afterAll(() => deployed?.close())

  it('was started by the schedule, as the run of its minute', () => {
    const { minute, run, execution } = deployed
    expect(run.slice(0, 16)).toBe(`${minute.slice(0, 16).replaceAll(/[-:]/g, '')}00Z`)
    expect(execution).toMatchObject({ status: 'SUCCEEDED', input: JSON.stringify({ run }) })
    expect(JSON.parse(execution.output ?? '')).toEqual({ run, sent: 1 })
  })

  it('ran every function that it takes as a Lambda of the planned runtime, and none for failures', async () => {
    const log = await deployed.ministack.log()
    const ran = (component: string): boolean =>
      log.includes(
        `Lambda worker spawned for ${deployed.deployment.functionOf(component).name} (nodejs24.x, cold start)`,
      )
    const steps = ['Tick', 'StartRun', 'PlanScopes', 'PlanShards', 'AuditEks', 'AuditPlanes', 'ConcludeRun', 'Notify']
    expect([...steps, 'ProbeEuWest1'].filter((component) => !ran(component))).toEqual([])
    expect(['AuditGke', 'AuditAks', 'RecordFailure'].filter(ran)).toEqual([])
  })

  it('closed its run as complete, with every planned scope, cluster and plane in the ledger', async () => {
    const stored = await deployed.store.readRun(deployed.run)
    expect(stored).toMatchObject({ fleet: 'deployed', state: 'complete', partial: false })
    expect(stored?.counts).toMatchObject({ clusters: 4, audited: 4 })
    expect(stored?.ledger.map(({ id, outcome }) => `${id} ${outcome}`).toSorted()).toEqual([
      'aws:111122223333:eu-west-1 listed',
      'aws:444455556666:us-east-1 listed',
      'eks:111122223333:eu-west-1/checkout audited',
      'eks:111122223333:eu-west-1/payments audited',
      'eks:444455556666:us-east-1/batch audited',
      'eks:444455556666:us-east-1/inventory audited',
      'plane:central audited',
    ])
  })

  it('asked AWS, every API server and the Broker itself', () => {
    expect(deployed.fleet.operations()).toEqual(
      expect.arrayContaining(['AssumeRole', 'ListClusters', 'DescribeCluster']),
    )
    expect(Object.values(deployed.fleet.asked()).every((requests) => requests > 0)).toBe(true)
    expect(deployed.fleet.brokerConnections()).toBeGreaterThan(0)
  })

  it('found what the installs deserve', async () => {
    const names = new Map((await deployed.store.readRegistry()).map(({ key, cluster }) => [key, cluster.name]))
    const open = await deployed.store.queryFindings({ state: 'open' })
    const lines = open.map(
      ({ target, severity, check }) => `${names.get(target.key) ?? target.key} ${severity} ${check}`,
    )
    // How long a round trip takes is this machine's affair.
    const settled = lines.filter((one) => !/ (?:info|low) | high-latency$/.test(one))
    expect([...new Set(settled)].toSorted()).toEqual([
      'batch high missing-operator',
      'central medium unowned-plane',
      'checkout high discovery-permission-gap',
      'checkout high empty-cluster-id',
      'checkout high local-provider',
      'checkout high missing-node-watch',
      'checkout high unhardened-workload',
      'checkout high wildcard-role',
      'checkout high wrong-callback-url',
      'checkout medium missing-resources',
      'checkout medium public-api-server',
      'checkout medium secrets-in-discovery',
      'checkout medium unpinned-image',
      'inventory critical public-broker',
      'inventory critical unauthenticated-broker',
      'inventory high exposed-broker-monitoring',
      'inventory high local-provider',
      'inventory high outdated-operator-chart',
      'inventory high unhardened-workload',
      'inventory high wildcard-role',
      'inventory high wrong-callback-url',
      'inventory medium missing-probes',
      'inventory medium missing-resources',
      'inventory medium plaintext-broker',
      'inventory medium unpinned-image',
    ])
  })

  it('was reported to Slack in one message that carries the run', () => {
    expect(deployed.slack.messages()).toMatchObject([
      { channel: 'C0DEPLOYED', by: 'bot', metadata: { event_payload: { run: deployed.run } } },
    ])
  })

  it('delivered again, as the schedule’s minute and as an execution, changes nothing', async () => {
    const { deployment, store, slack, run, minute } = deployed
    const before = [await store.readRun(run), await store.queryFindings({ state: 'open' }), slack.messages().length]
    const again = await deployment.invoke('Tick', { scheduledTime: minute.replace(':00.000Z', ':37Z') })
    expect(again).toEqual({ run, started: false })
    expect(await deployment.machine.executions()).toEqual([run])
    await deployment.machine.start('again', { run })
    expect(await deployment.machine.ended('again', 60_000)).toMatchObject({ status: 'SUCCEEDED' })
    const after = [await store.readRun(run), await store.queryFindings({ state: 'open' }), slack.messages().length]
    expect(after).toEqual(before)
    expect(await store.listRuns(5)).toHaveLength(1)
  })

  it('logged one JSON object a line, with the run in it', async () => {
    const lines = await deployed.deployment.logOf('AuditEks')
    expect(lines.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['scope-listed', 'cluster-started']))
    expect(new Set(lines.map(({ run }) => run))).toEqual(new Set([deployed.run]))
  })

  it.each([
    ['the function that concludes may read a row of the table', 'ConcludeRun', undefined],
    ['the one that only starts the run may not', 'Tick', 'AccessDeniedException'],
  ])('had the rights that are planned: %s', async (_, component, refusal) => {
    const { deployment, place } = deployed
    const credentials = sessionOf(deployment.functionOf(component))
    const client = createClient({ endpoint: place.url, region: place.region, credentials })
    const Key = { pk: { S: 'any' }, sk: { S: 'any' } }
    const read = client.send(new GetItemCommand({ TableName: deployment.table, Key }))
    const refused = await read.then(
      () => undefined,
      (error: Error) => error.name,
    )
    client.destroy()
    expect(refused).toBe(refusal)
  })

  it('is watched: nothing is overdue', async () => {
    expect(await deployed.deployment.invoke('Watchdog', {})).toEqual({ closed: [] })
  })

  it('is read through its API, with a token only; a run asked for there is of that cluster alone', async () => {
    const { deployment, store, slack } = deployed
    const ports = { tokens: store.tokens, clock: { now: () => new Date().toISOString() }, random: randomBytes }
    const { token } = await createToken({ name: 'real tier', scopes: ['read', 'run'] }, ports)
    const path = '/v1/runs'
    expect(await askApi(deployment, { path: '/healthz' })).toMatchObject({ status: 200 })
    expect(await askApi(deployment, { path })).toMatchObject({ status: 401 })
    const listed = await askApi(deployment, { path, token })
    expect(listed).toMatchObject({ status: 200, body: { runs: [{ id: deployed.run, state: 'complete' }] } })
    const body = { cluster: 'eks:444455556666:us-east-1/batch' }
    const started = await askApi(deployment, { method: 'POST', path, token, body })
    expect(started).toMatchObject({ status: 202, body: { state: 'started' } })
    const { run } = z.object({ run: z.string() }).parse(started.body)
    expect(await deployment.machine.ended(run, 60_000)).toMatchObject({ status: 'SUCCEEDED' })
    expect(await store.readRunSummary(run)).toMatchObject({ state: 'complete', partial: true, counts: { audited: 1 } })
    expect(slack.messages()).toHaveLength(1)
  })
})
