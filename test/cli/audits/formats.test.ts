import { readFile } from 'node:fs/promises'
import { AuditDocument } from '@fleet-auditor/model/audit-document.ts'
import type { RunningKubernetes } from '@fleet-auditor/simulator/kubernetes/start-kubernetes.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { homeFolder, type HomeFolder } from '../setup/home-folder.ts'
import { linesIn, rowsIn } from '../setup/printed-rows.ts'
import { runCli, type Ended } from '../setup/run-cli.ts'
import { runProgram } from '../setup/run-program.ts'
import { careless, contextOf, healthy, kubeconfigOf, startCluster } from '../setup/simulated-cluster.ts'

const failing = [
  'disabled-tracing',
  'exposed-server-service',
  'local-provider',
  'missing-resources',
  'pending-server-endpoint',
  'secrets-in-discovery',
  'unbounded-server-cache',
  'unhardened-workload',
  'unpinned-image',
  'wildcard-role',
  'wrong-callback-url',
]

let home: HomeFolder
let servers: RunningKubernetes[]
let first: Ended
let document: AuditDocument

const run = (...args: readonly string[]): Promise<Ended> => runProgram(args, home.home)
const documentOf = ({ stdout }: Ended): AuditDocument => AuditDocument.parse(JSON.parse(stdout))

beforeAll(async () => {
  servers = await Promise.all([startCluster(careless('uid-careless')), startCluster(healthy('uid-healthy'))])
  const [bad, good] = servers
  if (!bad || !good) throw new Error('two were started')
  home = await homeFolder(kubeconfigOf({ bad: contextOf(bad), good: contextOf(good) }))
  // As a person runs it: nothing but a kubeconfig in its usual place.
  first = await runCli(['audit', '--format', 'json'], home)
  document = documentOf(first)
})
afterAll(async () => {
  await Promise.all(servers.map((server) => server.close()))
  await home[Symbol.asyncDispose]()
})

describe('an audit of the current context', () => {
  it('ends with 1 as findings are high, and prints one document', () => {
    expect(first.code, first.stderr).toBe(1)
    expect(document.run).toMatchObject({ state: 'complete', partial: true, counts: { clusters: 1, audited: 1 } })
    expect(document.clusters).toMatchObject([
      { id: expect.stringMatching(/^kubeconfig:bad@/), provider: 'eks', row: { outcome: 'audited' } },
    ])
    const open = document.findings.filter(({ state }) => state === 'open')
    expect(open.map(({ check }) => String(check)).toSorted()).toEqual(failing)
    for (const { cluster, check, verdict, severity } of document.verdicts) {
      for (const kind of [cluster, check, verdict, severity]) expect(kind).toBeTypeOf('string')
    }
    const unknown = document.verdicts.filter(({ verdict }) => verdict === 'unknown')
    expect(unknown).not.toEqual([])
    for (const verdict of unknown) {
      expect(verdict).toMatchObject({ cause: expect.any(String), grant: expect.anything() })
    }
  })

  it('prints plain progress beside it', () => {
    expect(first.stderr).toMatch(
      /^kubeconfig:default: 1 cluster\n\[1\/1\] bad \(127\.0\.0\.1:\d+\): audited, 11 failing\n$/,
    )
  })

  it('finds nothing new in the next run', async () => {
    const second = await run('audit', '--format', 'json', '--fail-on', 'new:high')
    expect(second.code).toBe(0)
    expect(new Set(documentOf(second).changes.map(({ kind }) => kind))).toEqual(new Set(['unchanged']))
    expect((await run('diff')).stdout).toMatch(/^no change$/m)
    expect((await run('replay')).stdout).toMatch(/^1 cluster evaluated again, \d+ verdicts, no change$/m)
  })

  it('prints a JSON object a line', async () => {
    const { code, stdout } = await run('audit', '--format', 'ndjson', '--quiet', '--fail-on', 'never')
    const kinds = linesIn(stdout).map(({ kind }) => kind)
    expect(code).toBe(0)
    expect([...new Set(kinds)]).toEqual(['run', 'cluster', 'verdict', 'finding', 'change'])
  })

  it.each(['table', 'json', 'ndjson'])('writes %s into a file, and prints nothing', async (format) => {
    const file = home.path(`report.${format}`)
    const ended = await run('audit', '--format', format, '--output', file, '--quiet', '--fail-on', 'never')
    expect(ended).toEqual({ code: 0, stdout: '', stderr: '' })
    const text = await readFile(file, 'utf8')
    expect(text).toContain('exposed-server-service')
    expect(text.endsWith('\n')).toBe(true)
  })

  it('asks the checks of --only, or all but those of --skip', async () => {
    const only = documentOf(await run('audit', '--format', 'json', '--only', 'wildcard-role,unpinned-image'))
    expect(new Set(only.verdicts.map(({ check }) => check))).toEqual(new Set(['wildcard-role', 'unpinned-image']))
    const skip = documentOf(
      await run('audit', '--format', 'json', '--skip', 'wildcard-role', '--skip', 'unpinned-image'),
    )
    const asked = new Set(skip.verdicts.map(({ check }) => check))
    expect(asked.has('wildcard-role') || asked.has('unpinned-image')).toBe(false)
    const open = [only, skip].map(({ findings }) =>
      findings.flatMap(({ state, check }) => (state === 'open' ? check : [])),
    )
    expect(open.flat().toSorted()).toEqual(failing)
    expect(new Set(open[0])).toEqual(new Set(['wildcard-role', 'unpinned-image']))
    for (const { run: audited } of [only, skip]) expect(audited.counts).toMatchObject({ opened: 0, resolved: 0 })
  })

  it.each([
    ['0', 3],
    ['100', 0],
  ])('with --max-unknown %s ends with %d', async (most, code) => {
    const unread = ['--fail-on', 'never', '--max-unknown', most]
    expect((await run('audit', ...unread)).code).toBe(code)
  })

  it('takes the provider of --provider', async () => {
    const { clusters } = documentOf(await run('audit', '--provider', 'aks', '--format', 'json'))
    expect(clusters).toMatchObject([{ provider: 'aks' }])
  })
})

describe('what is stored', () => {
  it.each(['findings', 'runs', 'clusters', 'diff', 'replay'])('is printed by %s as one JSON document', async (verb) => {
    const { code, stdout } = await run(verb, '--format', 'json')
    expect(code).toBe(0)
    expect(rowsIn(stdout)).not.toEqual([])
  })

  it('is printed as lines and as a table', async () => {
    const lines = linesIn((await run('findings', '--format', 'ndjson')).stdout)
    expect(lines.map(({ check }) => String(check)).toSorted()).toEqual(failing)
    const [header, ...table] = (await run('findings')).stdout.trimEnd().split('\n')
    expect(header).toMatch(/^SEVERITY/)
    expect(table).toHaveLength(failing.length + 1)
    expect(table.at(-1)).toMatch(/^not answered: \d+ questions on bad /)
    expect((await run('clusters')).stdout).toMatch(
      /^bad \(127\.0\.0\.1:\d+\) +\w+ +- +kubeconfig:default +- +found +11 +\S+ +reachable +kubeconfig:bad@\S+$/m,
    )
  })

  it('is narrowed by check, severity, cluster and state', async () => {
    const checksOf = async (...flags: readonly string[]): Promise<readonly string[]> => {
      const rows = rowsIn((await run('findings', '--format', 'json', ...flags)).stdout)
      return rows.map(({ check }) => String(check)).toSorted()
    }
    expect(await checksOf('--check', 'wildcard-role')).toEqual(['wildcard-role'])
    expect(await checksOf('--severity', 'high')).toEqual([
      'exposed-server-service',
      'local-provider',
      'pending-server-endpoint',
      'unhardened-workload',
      'wildcard-role',
      'wrong-callback-url',
    ])
    const [{ key, locator } = { key: '', locator: '' }] = document.clusters
    for (const word of ['kubeconfig:b*', 'bad', 'BAD', '!good', key, locator]) {
      expect(await checksOf('--cluster', word), word).toEqual(failing)
    }
    expect(await checksOf('--cluster', '!bad')).toEqual([])
    expect(await checksOf('--state', 'resolved')).toEqual([])
  })

  it.each(['runs', 'replay'])('has no run of an unknown id: %s', async (verb) => {
    const { code, stderr } = await run(verb, '--run', 'nope')
    expect(code).toBe(2)
    expect(stderr).toContain('no run is called nope\n  where:  --run\n  remedy: list them with: fleet-auditor runs')
  })

  it('has no two runs of unknown ids to compare', async () => {
    const { code, stderr } = await run('diff', 'one', 'two')
    expect(code).toBe(2)
    expect(stderr).toContain('no run is called one')
  })
})
