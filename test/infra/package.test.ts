import { randomBytes } from 'node:crypto'
import process from 'node:process'
import { openTableStore } from '@fleet-auditor/adapters/store/table-store.ts'
import { awsActions } from '@fleet-auditor/audit/access/cloud-roles.ts'
import { tableActions } from '@fleet-auditor/audit/access/table-rights.ts'
import type { FleetStore } from '@fleet-auditor/audit/ports/fleet-store.ts'
import { createToken } from '@fleet-auditor/audit/tokens/create-token.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { startDeployment, type Call } from './deployment/deployment.ts'
import { packages, sdk } from './deployment/expected-packages.ts'
import { credentials } from './deployment/fleet-bench.ts'

const Response = z.object({ statusCode: z.number(), body: z.string() })

let deployment: Awaited<ReturnType<typeof startDeployment>>
let store: FleetStore

beforeAll(async () => {
  deployment = await startDeployment()
  store = await openTableStore({
    table: deployment.table.name,
    now: () => new Date().toISOString(),
    endpoint: deployment.table.endpoint,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'infra', secretAccessKey: 'infra' },
  })
})

afterAll(async () => {
  await store?.close()
  await deployment?.[Symbol.asyncDispose]()
})

describe.each(packages)('the package of %s', (name, megabytes, sdks) => {
  it('holds the bundle and the fleet file, and is small', () => {
    const { files = {}, packed = 0 } = deployment.packages.get(name) ?? {}
    const total = Object.values(files).reduce((sum, bytes) => sum + bytes, 0)
    process.stdout.write(`${name}: ${Object.keys(files).length} files, ${total} bytes unpacked, ${packed} as a zip\n`)
    expect(Object.keys(files)).toEqual(expect.arrayContaining(['bundle.mjs', 'fleet.yaml']))
    expect(total).toBeLessThan(megabytes * 1_000_000)
  })

  it('holds the SDKs it needs and nothing of a person’s machine', () => {
    const sources = deployment.plan.bundles.find((bundle) => bundle.name === name)?.sources ?? []
    expect(sources.length).toBeGreaterThan(0)
    const held = Object.entries(sdk).filter(([, pattern]) => sources.some((source) => pattern.test(source)))
    expect(held.map(([of]) => of).toSorted()).toEqual([...sdks].toSorted())
    const unwanted = /dynalite|leveldb|classic-level|packages\/simulator|packages\/cli|adapters\/src\/kubeconfig/
    expect(sources.filter((source) => unwanted.test(source))).toEqual([])
  })
})

describe('a run of the deployed packages, from tick to conclusion', () => {
  const event = { scheduledTime: '2026-11-21T02:00:37Z' }
  let calls: readonly Call[]
  let ended: unknown
  let run: string

  beforeAll(async () => {
    await deployment.call('Tick', event)
    const [started] = deployment.started()
    run = started?.name ?? ''
    ;({ calls, ended } = await deployment.run(JSON.parse(started?.input ?? '{}')))
  })

  it('starts one execution, named by the scheduled minute and the fleet', async () => {
    expect(run).toMatch(/^20261121T020000Z-[0-9a-f]{8}$/)
    await deployment.call('Tick', { scheduledTime: '2026-11-21T02:00:59Z' })
    expect(deployment.started().map(({ name }) => name)).toEqual([run, run])
  })

  it('calls every step without an error', () => {
    expect(calls.filter(({ error, complaints }) => error !== '' || complaints !== '')).toEqual([])
    expect(calls.map(({ state }) => state)).toEqual([
      'StartRun',
      'ListScopesOfEks',
      'PlanScopes',
      'DiscoverScopesOfEks',
      'PlanShards',
      'AuditShardOfEks',
      'ConcludeRun',
      'Notify',
    ])
    expect(ended).toMatchObject({ run })
  })

  it('stores the run, its records and its findings', async () => {
    const [stored] = await store.listRuns(5)
    expect(stored).toMatchObject({ id: run, fleet: 'infra-tier', partial: false, state: 'complete' })
    expect(stored?.counts).toMatchObject({ clusters: 2, audited: 2 })
    expect(await store.readRegistry()).toHaveLength(2)
    const checks = (await store.queryFindings({ state: 'open' })).map(({ check }) => check)
    expect(checks).toContain('public-api-server')
  })

  it('probes by the probe function, as its vantage', async () => {
    const records = await store.readRecords(run)
    const observations = records.flatMap((record) => record.observations)
    expect([...new Set(observations.map(({ vantage }) => vantage))]).toEqual(['function'])
    expect(observations.some(({ result }) => result.status !== 'silent')).toBe(true)
  })

  it('logs one JSON object a line, each with the run, and no secret', () => {
    const lines = calls.flatMap(({ log }) => log)
    expect(lines.filter((line) => line['run'] !== run)).toEqual([])
    const text = JSON.stringify(lines)
    for (const secret of [credentials.AWS_SECRET_ACCESS_KEY, credentials.AWS_SESSION_TOKEN, 'k8s-aws-v1.', 'Bearer']) {
      expect(text).not.toContain(secret)
    }
  })

  it('run again, changes nothing and asks no cloud', async () => {
    const asked = deployment.bench.operations().length
    const before = await store.queryFindings({ state: 'open' })
    const again = await deployment.run({ run })
    expect(again.calls.map(({ state }) => state)).toEqual(['StartRun', 'ConcludeRun', 'Notify'])
    expect(deployment.bench.operations()).toHaveLength(asked)
    expect(await store.queryFindings({ state: 'open' })).toEqual(before)
    expect(await store.listRuns(5)).toHaveLength(1)
  })

  it('asks of AWS what its roles allow, and all of it', () => {
    // GetCallerIdentity is anybody's: it needs no right.
    const asked = [...new Set(deployment.bench.operations())].filter(
      (one) => !['GetCallerIdentity', 'AssumeRole'].includes(one),
    )
    expect(asked.map((operation) => `eks:${operation}`).toSorted()).toEqual([...awsActions])
    expect(deployment.table.actions()).toEqual([...tableActions])
  })
})

describe('the API of the deployed package', () => {
  const get = (path: string, token?: string) =>
    deployment.call('ApiFunction', {
      version: '2.0',
      routeKey: '$default',
      rawPath: path,
      rawQueryString: '',
      headers: { host: 'api.example.com', ...(token ? { authorization: `Bearer ${token}` } : {}) },
      requestContext: {
        domainName: 'api.example.com',
        stage: '$default',
        requestId: 'infra',
        http: { method: 'GET', path, protocol: 'HTTP/1.1', sourceIp: '192.0.2.1', userAgent: 'infra' },
      },
      isBase64Encoded: false,
    })

  it('answers for its health, and nothing else without a token', async () => {
    expect((await get('/healthz')).answer).toMatchObject({ statusCode: 200 })
    expect((await get('/v1/runs')).answer).toMatchObject({ statusCode: 401 })
  })

  it('lists the run to who holds a token', async () => {
    const clock = { now: () => new Date().toISOString() }
    const asked = { name: 'infra', scopes: ['read'] as const }
    const { token } = await createToken(asked, { tokens: store.tokens, clock, random: randomBytes })
    const { answer, error } = await get('/v1/runs', token)
    expect(error).toBe('')
    const { statusCode, body } = Response.parse(answer)
    expect(statusCode, body).toBe(200)
    expect(body).toMatch(/"20261121T020000Z-[0-9a-f]{8}"/)
  })
})

describe('an invocation that cannot work', () => {
  const start = { run: '20261123T020000Z-00000000' }
  it.each([
    ['a time that is none', 'Tick', { scheduledTime: 'today' }, {}, /scheduledTime/],
    ['a run that is none', 'StartRun', { run: 'no run' }, {}, /event\.run/],
    [
      'another cloud’s work',
      'AuditGke',
      { verb: 'list-scopes', ...start, worker: 'eks' },
      {},
      /event\.worker: expected gke/,
    ],
    [
      'a vantage that is none',
      'ProbeEuWest1',
      { vantage: 'x', targets: [], authorities: {}, timeoutMs: 1 },
      {},
      /called x/,
    ],
    ['no table named', 'StartRun', start, { TABLE_NAME: '' }, /lacks TABLE_NAME/],
    ['no fleet file', 'StartRun', start, { FLEET_FILE: 'none.yaml' }, /fleet file cannot be read/],
    ['a table that is not there', 'StartRun', start, { TABLE_NAME: 'no-such-table' }, /table/],
  ] as const)('fails by name: %s', async (_, name, event, variables, message) => {
    const failed = await deployment.call(name, event, variables)
    expect(failed.error).toMatch(message)
    expect(failed.log.filter(({ kind }) => kind === 'ended')).toEqual([])
  })
})
