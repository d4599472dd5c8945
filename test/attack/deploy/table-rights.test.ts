import { randomBytes } from 'node:crypto'
import { openTableStore } from '@fleet-auditor/adapters/store/table-store.ts'
import { createToken } from '@fleet-auditor/audit/tokens/create-token.ts'
import { FleetFile } from '@fleet-auditor/model/fleet-file.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { functionOf, stateFunctions, type Handler } from '../../../infra/functions.ts'
import { bundleFunctions, type Bundles } from '../../night/interpreter/bundles.ts'
import { deniedRegion, region } from '../../night/interpreter/eks-fleet.ts'
import { createFunctions } from '../../night/interpreter/invoke-child.ts'
import { runMachine } from '../../night/interpreter/machine.ts'
import { startRunBench, type RunBench } from '../../night/interpreter/run-bench.ts'
import { guardTable } from './guarded-table.ts'

const guarded: readonly Handler[] = [...stateFunctions, 'watchdog', 'api']
const [run, later, died] = ['20261121T020000Z-1', '20261121T030000Z-1', '20261121T040000Z-1']
const clock = { now: () => new Date().toISOString() }
const hourMs = 3_600_000

const Answer = z.object({ statusCode: z.number(), body: z.string() })
const Clusters = z.object({ clusters: z.array(z.object({ id: z.string() })).min(1) })
const Findings = z.object({ findings: z.array(z.object({ fingerprint: z.string() })).min(1) })

/** Every function asks the database by a way of its own, which lets pass what its role allows and nothing else. */
describe('functions that may do with the table what their roles allow', { timeout: 120_000 }, () => {
  let bench: RunBench
  let bundles: Bundles
  let ways: ReadonlyMap<Handler, Awaited<ReturnType<typeof guardTable>>>

  beforeAll(async () => {
    bench = await startRunBench({ clusters: [{ name: 'shop' }, { name: 'web' }], regions: [region, deniedRegion] })
    bundles = await bundleFunctions(guarded)
    const database = bench.variables['AWS_ENDPOINT_URL_DYNAMODB'] ?? ''
    const opened = guarded.map(async (name) => {
      const rights = functionOf(name).rights(FleetFile.parse({}))
      return [name, await guardTable(database, rights)] as const
    })
    ways = new Map(await Promise.all(opened))
  }, 120_000)
  afterAll(async () => {
    for (const way of ways?.values() ?? []) await way.close()
    await bundles?.remove()
    await bench?.close()
  })

  const invoke = async (name: Handler, event: unknown): Promise<unknown> => {
    const variables = {
      ...bench.variables,
      STATE_MACHINE_ARN: 'arn:aws:states:eu-west-1:111122223333:stateMachine:run',
      AWS_ENDPOINT_URL_DYNAMODB: ways.get(name)?.endpoint ?? '',
    }
    return createFunctions({ bundles, variables }).invoke(name, event)
  }
  const refused = () => [...ways].flatMap(([name, way]) => way.refused.map((request) => `${name}: ${request}`))
  const runOf = (id: string) => runMachine({ run: id }, invoke)

  it('conclude two runs of a table that is new, the first with a scope that fails', async () => {
    await runOf(run)
    await runOf(later)
    expect(refused()).toEqual([])
    const [last, first] = await bench.store.listRuns(5)
    expect([first?.id, first?.state, first?.counts?.audited]).toEqual([run, 'incomplete', 2])
    expect(last?.id).toBe(later)
    expect(bench.digests().length).toBeGreaterThan(0)
  })

  it('record a failure, and close and report a run that died', async () => {
    await invoke('record-failure', { run: later, item: 'shard/0', error: { Error: 'States.Timeout', Cause: '' } })
    const startedAt = new Date(Date.now() - 14 * hourMs).toISOString()
    const state = 'running' as const
    await bench.store.openRun({
      id: died,
      fleet: 'interpreter',
      startedAt,
      state,
      partial: false,
      ruleSet: '{}',
      ledger: [],
    })
    await invoke('watchdog', {})
    expect(refused()).toEqual([])
    expect(await bench.store.readRunSummary(died)).toMatchObject({ state: 'incomplete' })
  })

  it('answer every question of the API to who holds a token', async () => {
    const asked = { name: 'ci', scopes: ['read'] as const }
    const { token } = await createToken(asked, { tokens: bench.store.tokens, clock, random: randomBytes })
    const get = async (path: string) => {
      const { statusCode, body } = Answer.parse(await invoke('api', eventOf(path, token)))
      expect([path, statusCode]).toEqual([path, 200])
      return body
    }
    const { clusters } = Clusters.parse(JSON.parse(await get('/v1/clusters')))
    const { findings } = Findings.parse(JSON.parse(await get('/v1/findings?check=public-api-server')))
    const paths = ['/v1/summary', '/metrics', '/readyz', '/v1/runs', `/v1/runs/${run}`, '/v1/latency', '/v1/findings']
    const ofOne = [
      `/v1/clusters/${encodeURIComponent(clusters[0]?.id ?? '')}`,
      `/v1/findings/${findings[0]?.fingerprint}`,
    ]
    for (const path of [...paths, ...ofOne]) await get(path)
    expect(refused()).toEqual([])
    const [stored] = await bench.store.tokens.list()
    expect(stored?.lastUsedOn).toBeDefined()
  })

  it.each(guarded.filter((name) => name !== 'api'))('%s neither reads, writes nor replaces a token', async (name) => {
    const endpoint = ways.get(name)?.endpoint ?? ''
    const credentials = { accessKeyId: 'run', secretAccessKey: 'run' }
    const store = await openTableStore({ table: 'fleet', now: clock.now, endpoint, region, credentials })
    const asked = { name: 'mine', scopes: ['write'] as const }
    await expect(createToken(asked, { tokens: store.tokens, clock, random: randomBytes })).rejects.toMatchObject({
      code: 'store',
    })
    await expect(store.tokens.list()).rejects.toMatchObject({ code: 'store' })
    await store.close()
    expect(ways.get(name)?.refused).toEqual(expect.arrayContaining([expect.stringMatching(/PutItem TOKENS$/)]))
    expect(ways.get(name)?.refused).toEqual(expect.arrayContaining([expect.stringMatching(/Query TOKENS$/)]))
  })
})

/** As API Gateway sends a request of an HTTP API (payload 2.0). */
const eventOf = (address: string, token: string) => {
  const [rawPath = '', rawQueryString = ''] = address.split('?')
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath,
    rawQueryString,
    headers: { host: 'api.example', 'x-forwarded-proto': 'https', authorization: `Bearer ${token}` },
    isBase64Encoded: false,
    requestContext: { http: { method: 'GET', path: rawPath, sourceIp: '192.0.2.1' } },
  }
}
