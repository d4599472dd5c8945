import { AuditDocument } from '@fleet-auditor/model/audit-document.ts'
import type { RunningKubernetes } from '@fleet-auditor/simulator/kubernetes/start-kubernetes.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { homeFolder, type HomeFolder } from '../setup/home-folder.ts'
import { rowsIn, type Row } from '../setup/printed-rows.ts'
import { runProgram } from '../setup/run-program.ts'
import { careless, contextOf, kubeconfigOf, startCluster } from '../setup/simulated-cluster.ts'

let home: HomeFolder
let servers: RunningKubernetes[]
let fleet: string
let before: { readonly clusters: readonly Row[]; readonly findings: readonly Row[] }

const stored = async (verb: string, ...flags: readonly string[]): Promise<readonly Row[]> =>
  rowsIn((await runProgram([verb, '--format', 'json', ...flags], home.home)).stdout)

async function audit(...flags: readonly string[]): Promise<AuditDocument & { readonly code: number }> {
  const { code, stdout, stderr } = await runProgram(['audit', '--format', 'json', ...flags], home.home)
  if (stdout === '') throw new Error(stderr)
  return { ...AuditDocument.parse(JSON.parse(stdout)), code }
}

beforeAll(async () => {
  servers = await Promise.all(['one', 'two'].map((name) => startCluster(careless(`uid-${name}`))))
  const [one, two] = servers
  if (!one || !two) throw new Error('two were started')
  home = await homeFolder(kubeconfigOf({ one: contextOf(one), two: contextOf(two) }))
  const file = home.path('.kube/config')
  fleet = await home.write('fleet.yaml', `sources: {kubeconfig: [{file: ${file}, contexts: ["*"]}]}\n`)
  await audit('--fleet', fleet)
  before = { clusters: await stored('clusters'), findings: await stored('findings', '--state', 'any') }
})
afterAll(async () => {
  await Promise.all(servers.map((server) => server.close()))
  await home[Symbol.asyncDispose]()
})

describe('one cluster audited alone', () => {
  it.each<[string, () => readonly string[]]>([
    ['by --cluster and a glob', () => ['--fleet', fleet, '--cluster', 'on*']],
    ['by --context, beside the fleet file', () => ['--fleet', fleet, '--context', 'one']],
    ['by --kubeconfig', () => ['--kubeconfig', home.path('.kube/config')]],
  ])('%s leaves the others as they are', async (_, flags) => {
    const { run, clusters, changes } = await audit(...flags())
    expect(run).toMatchObject({ partial: true, state: 'complete', counts: { clusters: 1, resolved: 0, opened: 0 } })
    expect(clusters.map(({ id }) => id)).toEqual([expect.stringMatching(/^kubeconfig:one@/)])
    expect(new Set(changes.map(({ kind, cluster }) => `${kind} ${cluster.split('@')[0]}`))).toEqual(
      new Set(['unchanged kubeconfig:one']),
    )
    expect(await stored('findings', '--state', 'any')).toEqual(before.findings)
    const others = (rows: readonly Row[]) => rows.filter((row) => JSON.stringify(row).includes('kubeconfig:two@'))
    expect(others(await stored('clusters'))).toEqual(others(before.clusters))
  })

  it('leaves nothing stale or vanished for the next run of the whole fleet', async () => {
    const { run, clusters, changes } = await audit('--fleet', fleet)
    expect(run).toMatchObject({ partial: false, state: 'complete', counts: { resolved: 0, opened: 0 } })
    expect(clusters.map(({ staleSince }) => staleSince)).toEqual([undefined, undefined])
    expect(new Set(changes.map(({ kind }) => kind))).toEqual(new Set(['unchanged']))
  })
})

describe('a source that cannot be read', () => {
  it('is a row with its cause, while the others go on, and 3', async () => {
    const sources = `[{file: ${home.path('.kube/config')}, contexts: ["*"]}, {file: ${home.path('gone')}, contexts: ["*"]}]`
    const both = await home.write('both.yaml', `sources: {kubeconfig: ${sources}}\n`)
    const { code, run, clusters } = await audit('--fleet', both, '--fail-on', 'never')
    expect(code).toBe(3)
    expect(run.state).toBe('incomplete')
    expect(clusters.map(({ row }) => row.outcome)).toEqual(['audited', 'audited'])
    expect(run.ledger).toContainEqual({
      id: `kubeconfig:${home.path('gone')}`,
      kind: 'scope',
      outcome: 'failed',
      cause: 'malformed',
      detail: `there is no kubeconfig at ${home.path('gone')}`,
    })
  })

  it('leaves its clusters as they were', async () => {
    const findings = await stored('findings')
    const moved = `[{file: ${home.path('gone')}, contexts: ["*"]}, {file: ${home.path('gone too')}, contexts: ["*"]}]`
    const none = await home.write('none.yaml', `sources: {kubeconfig: ${moved}}\n`)
    const { code, run } = await audit('--fleet', none, '--fail-on', 'never')
    expect([code, run.state]).toEqual([3, 'incomplete'])
    expect(await stored('findings')).toEqual(findings)
  })
})
