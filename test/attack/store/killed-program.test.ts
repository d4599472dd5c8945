import { randomBytes } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { createApp } from '@fleet-auditor/api/create-app.ts'
import type { FleetStore } from '@fleet-auditor/audit/ports/fleet-store.ts'
import { createToken } from '@fleet-auditor/audit/tokens/create-token.ts'
import { clock } from '@fleet-auditor/cli/wiring/clock.ts'
import { openStoreForRuns } from '@fleet-auditor/cli/wiring/store.ts'
import { FleetFile } from '@fleet-auditor/model/fleet-file.ts'
import { Severity } from '@fleet-auditor/model/severity.ts'
import type { RunningKubernetes } from '@fleet-auditor/simulator/kubernetes/start-kubernetes.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { homeFolder, type HomeFolder } from '../../cli/setup/home-folder.ts'
import { startCli } from '../../cli/setup/run-cli.ts'
import { runProgram } from '../../cli/setup/run-program.ts'
import { careless, contextOf, healthy, kubeconfigOf, startCluster } from '../../cli/setup/simulated-cluster.ts'
import { startServing } from '../../cli/setup/start-serving.ts'

/** Of each program; every one takes about two seconds. */
const kills = Number(process.env['PROGRAM_KILLS'] ?? 4)
const uids = Array.from({ length: 6 }, (_, at) => `uid-${at}`)
const fleet = FleetFile.parse({})

let servers: RunningKubernetes[]
let home: HomeFolder
let requestsOfAudit = 0
/** How many findings a cluster has open, by what is installed in it. */
const openWhen = { careless: 0, healthy: 0 }

beforeAll(async () => {
  servers = await Promise.all(uids.map((uid) => startCluster(careless(uid))))
  home = await homeFolder(kubeconfigOf(Object.fromEntries(servers.map((api, at) => [`c${at}`, contextOf(api)]))))
  await home.write('fleet.yaml', `sources: {kubeconfig: [{file: ${home.path('.kube/config')}, contexts: ["*"]}]}\n`)
  for (const day of ['careless', 'healthy'] as const) {
    const data = home.path(day)
    const before = requestsMade()
    change(day === 'careless' ? 0 : 1, 1)
    await runProgram(['audit', '--quiet', '--fleet', home.path('fleet.yaml'), '--data', data], home.home)
    requestsOfAudit = requestsMade() - before
    const store = await openStoreForRuns(data, fleet)
    const [first] = await store.readRegistry()
    openWhen[day] = first?.open ?? -1
    await store.close()
  }
})
afterAll(async () => {
  await Promise.all(servers.map((server) => server.close()))
  await home[Symbol.asyncDispose]()
})

/** Another day: of every two clusters one changes sides. */
function change(day: number, every = 2): void {
  for (const [at, server] of servers.entries()) {
    const objects = (Math.floor((at + day) / every) % 2 === 0 ? careless : healthy)(uids[at] ?? '')
    server.replaceObjects(objects)
  }
}

const requestsMade = (): number => servers.reduce((sum, server) => sum + server.requests().length, 0)

/** Some way into the audit, by the requests that it makes; one in ten times they are all made, and it concludes. */
async function untilUnderWay(before: number, kill: number): Promise<void> {
  const part = ((kill * 7 + 3) % 10) / 9
  const deadline = performance.now() + 60_000
  while (requestsMade() - before < requestsOfAudit * part && performance.now() < deadline) await delay(2)
  await delay((kill * 53) % 40)
}

const Listed = z.object({
  findings: z.array(z.looseObject({ severity: Severity, waiver: z.unknown().optional() })),
  next: z.string().nullish(),
})
const Summary = z.looseObject({ open: z.record(z.string(), z.number()) })
type Ask = (path: string) => Promise<unknown>

/** What the API's two views of the fleet count of each severity. */
async function expectAgreement(ask: Ask): Promise<void> {
  const { open } = Summary.parse(await ask('/v1/summary'))
  const counted: Record<string, number> = { critical: 0, high: 0, medium: 0, low: 0, info: 0 }
  let cursor = ''
  do {
    const page = Listed.parse(await ask(`/v1/findings?state=open&limit=100${cursor}`))
    for (const { severity } of page.findings) counted[severity] = (counted[severity] ?? 0) + 1
    cursor = page.next ? `&cursor=${encodeURIComponent(page.next)}` : ''
  } while (cursor !== '')
  expect(open).toEqual(counted)
}

/** As `serve` would answer over this store. */
async function asking(store: FleetStore): Promise<Ask> {
  const { token } = await createToken(
    { name: 'kill', scopes: ['read'] },
    { tokens: store.tokens, clock, random: randomBytes },
  )
  const starter = { start: async () => 'started' as const }
  const app = createApp({ store, fleet, starter, clock, random: randomBytes, log: () => {} })
  return async (path) => {
    const answer = await app.request(path, { headers: { authorization: `Bearer ${token}` } })
    expect(answer.status).toBe(200)
    return answer.json()
  }
}

/** Clusters whose end was logged, by run: they are stored. */
type Acknowledged = ReadonlyMap<string, readonly string[]>

/** Nothing acknowledged is missing, nothing is there twice, and every cluster is as one audit left it, whole. */
async function expectWhole(store: FleetStore, acknowledged: Acknowledged): Promise<void> {
  const listed = await store.queryFindings({ state: 'open' })
  expect(new Set(listed.map(({ target, fingerprint }) => `${target.key} ${fingerprint}`)).size).toBe(listed.length)
  let open = 0
  for (const { key, open: counted } of await store.readRegistry()) {
    const target = { kind: 'cluster', key } as const
    const { findings } = await store.readState(target)
    const ofCluster = findings.filter(({ state }) => state === 'open')
    expect([openWhen.careless, openWhen.healthy]).toContain(ofCluster.length)
    expect(counted).toBe(ofCluster.length)
    expect(new Set(listed.flatMap((each) => (each.target.key === key ? [each.fingerprint] : [])))).toEqual(
      new Set(ofCluster.map(({ fingerprint }) => fingerprint)),
    )
    open += ofCluster.length
    const runs = (await store.readHistory(target, 10_000)).map(({ run }) => run)
    expect(new Set(runs).size).toBe(runs.length)
  }
  expect(listed).toHaveLength(open)
  for (const [run, ids] of acknowledged) {
    const stored = (await store.readRecords(run)).map(({ row }) => row.id)
    expect(stored).toEqual(expect.arrayContaining([...ids]))
  }
  expect((await store.listRuns(10_000)).filter(({ state }) => state === 'running')).toEqual([])
}

describe('kill -9', () => {
  it(
    'of audit, at any moment, loses, doubles and tears nothing, and both views of the fleet agree at the next start',
    async () => {
      const data = home.path('audited')
      let killed = 0
      for (let kill = 0; kill < kills; kill += 1) {
        change(kill)
        const before = requestsMade()
        const words = ['audit', '--quiet', '--fleet', home.path('fleet.yaml'), '--data', data, '--concurrency', '2']
        const { child, ended } = startCli(words, { home: home.home })
        await untilUnderWay(before, kill)
        child.kill('SIGKILL')
        if ((await ended).code === null) killed += 1
        const store = await openStoreForRuns(data, fleet)
        await expectWhole(store, new Map())
        await expectAgreement(await asking(store))
        await store.close()
      }
      expect(killed).toBeGreaterThan(0)
      change(kills)
      const last = ['audit', '--quiet', '--fleet', home.path('fleet.yaml'), '--data', data]
      expect((await runProgram(last, home.home)).stderr).toBe('')
      process.stdout.write(`audit: ${killed} killed of ${kills}\n`)
    },
    120_000 + kills * 60_000,
  )

  it(
    'of serve, at any moment of an audit, loses, doubles and tears nothing, and the next serve’s two views agree',
    async () => {
      const data = home.path('served')
      const created = await runProgram(
        ['token', 'create', '--name', 'kill', '--scope', 'read,run', '--data', data],
        home.home,
      )
      const headers = { Authorization: `Bearer ${created.stdout.trim()}`, 'Content-Type': 'application/json' }
      const acknowledged = new Map<string, string[]>()
      for (let kill = 0; kill < kills; kill += 1) {
        change(kill)
        const words = ['--fleet', home.path('fleet.yaml'), '--data', data, '--every', 'never', '--concurrency', '2']
        await using serving = await startServing(home.home, words)
        const ask = async (path: string, init: RequestInit = {}) => {
          const answer = await fetch(`${serving.url}${path}`, { headers, ...init })
          expect(answer.ok).toBe(true)
          return (await answer.json()) as unknown
        }
        await expectAgreement(ask)
        const before = requestsMade()
        await ask('/v1/runs', { method: 'POST', body: '{}' })
        await untilUnderWay(before, kill)
        await serving.end('SIGKILL')
        for (const line of serving.lines) {
          if (line.kind !== 'cluster-ended') continue
          const run = String(line['run'])
          acknowledged.set(run, [...(acknowledged.get(run) ?? []), String(line['cluster'])])
        }
        const store = await openStoreForRuns(data, fleet)
        await expectWhole(store, acknowledged)
        await store.close()
      }
      expect(acknowledged.size).toBeGreaterThan(0)
      process.stdout.write(
        `serve: ${kills} killed, ${[...acknowledged.values()].flat().length} clusters acknowledged\n`,
      )
    },
    120_000 + kills * 60_000,
  )
})
