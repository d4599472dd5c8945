import { cp, mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import process from 'node:process'
import { openTableStore } from '@fleet-auditor/adapters/store/table-store.ts'
import { awsActions } from '@fleet-auditor/audit/access/cloud-roles.ts'
import { tableActions } from '@fleet-auditor/audit/access/table-actions.ts'
import type { Store } from '@fleet-auditor/audit/ports/store.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { invoke, type Invoked } from './deployed-function.ts'
import { credentials, startFleet } from './fleet-bench.ts'
import { planOf } from './plan/plan.ts'
import { root } from './plan/places.ts'
import type { Plan } from './plan/plan-shape.ts'
import { variablesOf } from './planned.ts'
import { startPlannedTable } from './planned-table.ts'
import { unzip } from './unzip.ts'

const night = { scheduledTime: '2026-11-21T02:00:37Z' }
const run = /^20261121T020000Z-[0-9a-f]{8}$/

let folder: string
let plan: Plan
let files: Record<string, number>
let packed: number
let bench: Awaited<ReturnType<typeof startFleet>>
let table: Awaited<ReturnType<typeof startPlannedTable>>
let store: Store
let variables: Record<string, string>
const deployed = (): string => path.join(folder, 'task')

beforeAll(async () => {
  bench = await startFleet()
  folder = await mkdtemp(path.join(tmpdir(), 'deployed-'))
  const file = path.join(folder, 'fleet.yaml')
  await writeFile(file, bench.fleetFile)
  plan = await planOf({
    stage: 'dev',
    fleetFile: path.relative(root, file),
    keep: (artifacts) => cp(path.join(artifacts, 'NightlyHandler/code.zip'), path.join(folder, 'code.zip')),
  })
  files = await unzip(path.join(folder, 'code.zip'), deployed())
  packed = (await stat(path.join(folder, 'code.zip'))).size
  table = await startPlannedTable(plan)
  variables = { ...variablesOf(plan), ...credentials, AWS_ENDPOINT_URL_DYNAMODB: table.endpoint }
  store = await openTableStore({
    table: table.name,
    now: () => new Date().toISOString(),
    endpoint: table.endpoint,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'infra', secretAccessKey: 'infra' },
  })
})

afterAll(async () => {
  await store?.close()
  await table?.[Symbol.asyncDispose]()
  await bench?.[Symbol.asyncDispose]()
  if (folder) await rm(folder, { recursive: true })
})

describe('the package', () => {
  it('holds the bundle, its chunks and the fleet file', () => {
    expect(Object.keys(files)).toEqual(expect.arrayContaining(['bundle.mjs', 'fleet.yaml']))
    expect(plan.bundles).toMatchObject([{ handler: 'functions/nightly.handler', links: [] }])
  })

  it('is small: under 6 MB unpacked', () => {
    const sizes = Object.values(files)
    const total = sizes.reduce((sum, bytes) => sum + bytes, 0)
    process.stdout.write(`package: ${sizes.length} files, ${total} bytes unpacked, ${packed} as a zip\n`)
    expect(total).toBeLessThan(6_000_000)
  })

  it('leaves the embedded database, the simulator and the kubeconfig provider out', () => {
    const [bundle] = plan.bundles
    const unwanted = /dynalite|leveldb|classic-level|packages\/simulator|packages\/cli|adapters\/src\/kubeconfig/
    expect(bundle?.sources.filter((source) => unwanted.test(source))).toEqual([])
  })
})

describe('a night of the deployed function', () => {
  let first: Invoked

  beforeAll(async () => {
    first = await invoke(deployed(), variables, night)
  })

  it('audits both accounts and answers with the run', () => {
    expect(first).toMatchObject({ error: '', complaints: '' })
    expect(first.answer).toMatchObject({
      run: expect.stringMatching(run),
      state: 'complete',
      counts: { clusters: 2, audited: 2 },
    })
  })

  it('stores the run, its nights and its findings', async () => {
    const [stored] = await store.listRuns(5)
    expect(stored).toMatchObject({ id: expect.stringMatching(run), fleet: 'infra-tier', partial: false })
    expect(await store.readRegistry()).toHaveLength(2)
    const nights = await store.readNights(stored?.id ?? '')
    expect(nights.filter(({ owner }) => owner.kind === 'cluster')).toHaveLength(2)
    const checks = (await store.queryFindings({ state: 'open' })).map(({ check }) => check)
    expect(checks).toContain('public-api-server')
  })

  it('probes as its own vantage, never as a person’s machine', async () => {
    const nights = await store.readNights((await store.listRuns(1))[0]?.id ?? '')
    const vantages = nights.flatMap(({ observations }) => observations.map(({ vantage }) => vantage))
    expect([...new Set(vantages)]).toEqual(['function'])
  })

  it('logs one JSON object a line, the last with the counts', () => {
    const kinds = first.log.map(({ kind }) => kind)
    expect(kinds).toEqual(expect.arrayContaining(['scope-listed', 'planned', 'cluster-ended']))
    expect(first.log.at(-1)).toMatchObject({ kind: 'run-ended', state: 'complete' })
  })

  it('logs no secret', () => {
    const text = JSON.stringify(first.log)
    for (const secret of [credentials.AWS_SECRET_ACCESS_KEY, credentials.AWS_SESSION_TOKEN, 'k8s-aws-v1.', 'Bearer']) {
      expect(text).not.toContain(secret)
    }
  })

  it('fired twice, is one run', async () => {
    const asked = bench.operations().length
    const again = await invoke(deployed(), variables, { scheduledTime: '2026-11-21T02:00:59Z' })
    expect(again.answer).toEqual(first.answer)
    expect(bench.operations()).toHaveLength(asked)
    expect(await store.listRuns(5)).toHaveLength(1)
  })

  it('fired twice at once, is one run without a finding doubled', async () => {
    const before = await store.queryFindings({ state: 'open' })
    const night = { scheduledTime: '2026-11-21T14:00:00Z' }
    const both = await Promise.all([invoke(deployed(), variables, night), invoke(deployed(), variables, night)])
    expect(both).toMatchObject([
      { error: '', complaints: '' },
      { error: '', complaints: '' },
    ])
    expect((await store.listRuns(5)).map(({ id }) => id.slice(0, 16))).toEqual(['20261121T140000Z', '20261121T020000Z'])
    expect(await store.queryFindings({ state: 'open' })).toHaveLength(before.length)
  })

  it('asks of AWS what its role allows, and all of it', async () => {
    const next = await invoke(deployed(), variables, { scheduledTime: '2026-11-22T02:00:00Z' })
    expect(next.answer).toMatchObject({ state: 'complete' })
    // GetCallerIdentity is anybody's: it needs no right.
    const asked = [...new Set(bench.operations())].filter((one) => !['GetCallerIdentity', 'AssumeRole'].includes(one))
    expect(asked.map((operation) => `eks:${operation}`).toSorted()).toEqual([...awsActions])
    expect(table.actions()).toEqual([...tableActions])
  })
})

describe('an invocation that is short of time', () => {
  it('closes its run as incomplete and says so', async () => {
    const late = await invoke(deployed(), variables, { scheduledTime: '2026-11-23T02:00:00Z' }, 45_000)
    expect(late).toMatchObject({ error: '', complaints: '', answer: { state: 'incomplete' } })
    const [stored] = await store.listRuns(1)
    expect(stored).toMatchObject({ id: expect.stringMatching(/^20261123T020000Z-/), state: 'incomplete' })
    expect(stored?.ledger).toMatchObject([{ outcome: 'failed' }, { outcome: 'failed' }])
  })
})

describe('an invocation that cannot audit', () => {
  it.each([
    ['a time that is none', night.scheduledTime.slice(0, 9), {}, /scheduledTime is not/, 'usage'],
    ['no table named', undefined, { TABLE_NAME: '' }, /lacks TABLE_NAME/, 'config'],
    ['no fleet file', undefined, { FLEET_FILE: 'none.yaml' }, /fleet file cannot be read/, 'config'],
    ['a table that is not there', undefined, { TABLE_NAME: 'no-such-table' }, /no-such-table|table/, 'store'],
  ] as const)('fails by name: %s', async (_, scheduledTime, changed, said, code) => {
    const failed = await invoke(deployed(), { ...variables, ...changed }, { scheduledTime })
    expect(failed.error).toMatch(said)
    expect(failed.log.at(-1)).toMatchObject({ kind: 'run-failed', code, message: expect.stringMatching(said) })
  })
})
