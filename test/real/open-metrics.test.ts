import { openStoreForRuns } from '@fleet-auditor/cli/wiring/store.ts'
import { FleetFile } from '@fleet-auditor/model/fleet-file.ts'
import { openMetrics } from '@fleet-auditor/report/open-metrics.ts'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { homeFolder, type HomeFolder } from '../cli/setup/home-folder.ts'
import { runProgram } from '../cli/setup/run-program.ts'
import { careless, contextOf, kubeconfigOf, startCluster } from '../cli/setup/simulated-cluster.ts'
import { startServing } from '../cli/setup/start-serving.ts'
import { describeWith } from './available.ts'
import { parsedMetrics } from './open-metrics.ts'

/** What a cloud, a node's label or a file may call a region. */
const names = [
  'eu-west-1',
  '__proto__',
  'a"b',
  'a\\',
  '\\n',
  'two\nlines',
  '"} 1\nfleet_auditor_open_findings{check="forged",severity="critical"} 9',
  '# EOF',
  'a\r\nb\u2028c\u0085d\u000Be\u0000f',
  '\u202Eeu\u{1F310}',
  'a b',
  '',
]
const latency = names.flatMap((from) =>
  names.map((to) => ({ from, to, clusters: 1, medianMs: from.length + to.length / 100, worstMs: 9 })),
)

let home: HomeFolder
let close: () => Promise<void>
beforeAll(async () => {
  const server = await startCluster(careless('uid-one'))
  home = await homeFolder(kubeconfigOf({ one: contextOf(server) }))
  close = () => server.close()
})
afterAll(async () => {
  await close()
  await home[Symbol.asyncDispose]()
})

/** `/metrics` of a `serve` over a store in which an audit and round trips between these regions are stored. */
async function served(): Promise<{ readonly type: string | null; readonly text: string }> {
  const data = home.path('data')
  const { code, stderr } = await runProgram(['audit', '--quiet', '--fail-on', 'never', '--data', data], home.home)
  expect(code, stderr).toBe(0)
  const store = await openStoreForRuns(data, FleetFile.parse({}))
  const day = new Date().toISOString().slice(0, 10)
  await store.latency.put(latency.map((each) => ({ ...each, day, run: 'measured' })))
  await store.close()
  const token = await runProgram(['token', 'create', '--name', 'm', '--scope', 'read', '--data', data], home.home)
  await using serving = await startServing(home.home, ['--data', data, '--every', 'never'])
  const headers = { Authorization: `Bearer ${token.stdout.trim()}` }
  const answer = await fetch(`${serving.url}/metrics`, { headers })
  return { type: answer.headers.get('content-type'), text: await answer.text() }
}

describeWith(['open-metrics'], 'metrics read by the parser of Prometheus’ own client', () => {
  it('of serve, with hostile names in labels: every sample comes back as it was measured, and none is forged', async () => {
    const { type, text } = await served()
    expect(type).toContain('application/openmetrics-text')
    const families = await parsedMetrics(text)
    expect(new Set(families.map(({ type: of }) => of))).toEqual(new Set(['gauge']))
    const samples = families.flatMap((family) => family.samples)
    const median = samples.filter(({ name }) => name === 'fleet_auditor_latency_median_seconds')
    expect(median).toHaveLength(latency.length)
    for (const { from, to, medianMs } of latency) {
      const own = median.filter(({ labels }) => labels['from'] === from && labels['to'] === to)
      expect(own.map(({ value }) => value)).toEqual([expect.closeTo(medianMs / 1000, 9)])
    }
    const open = samples.filter(({ name }) => name === 'fleet_auditor_open_findings')
    expect(open.length).toBeGreaterThan(5)
    expect(open.filter(({ labels }) => labels['check'] === 'forged')).toEqual([])
    const seconds = families.filter(({ unit }) => unit === 'seconds').map(({ name }) => name)
    expect(seconds).toEqual(expect.arrayContaining(['fleet_auditor_latency_worst_seconds']))
  })

  it.each([
    ['without its end', (text: string) => text.replace('# EOF\n', '')],
    [
      'with a family twice',
      (text: string) => text.replace('# EOF', `${text.slice(0, text.indexOf('# TYPE', 9))}# EOF`),
    ],
    ['with a quote that is not escaped', (text: string) => text.replace('fleet="f', 'fleet="f"')],
  ])('refuses a text %s', async (_, broken) => {
    const text = openMetrics({ fleet: 'f', checks: [], latency: [] })
    expect(await parsedMetrics(text)).not.toEqual([])
    expect(broken(text)).not.toBe(text)
    await expect(parsedMetrics(broken(text))).rejects.toThrow(/Error/)
  })
})
