import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { AuditDocument } from '@fleet-auditor/model/audit-document.ts'
import type { RunningKubernetes } from '@fleet-auditor/simulator/kubernetes/start-kubernetes.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { homeFolder, type HomeFolder } from '../setup/home-folder.ts'
import { rowsIn } from '../setup/printed-rows.ts'
import { runCli, startCli, type Ended } from '../setup/run-cli.ts'
import { runProgram } from '../setup/run-program.ts'
import { careless, contextOf, kubeconfigOf, startCluster } from '../setup/simulated-cluster.ts'

let home: HomeFolder
let servers: RunningKubernetes[]
let cancelled: Ended
let elapsedMs: number

/** Resolves when the process has printed text that matches on standard error. */
async function printed(child: ChildProcess, text: RegExp): Promise<void> {
  let received = ''
  while (!text.test(received) && child.stderr) {
    const [chunk] = (await once(child.stderr, 'data')) as [Buffer] // no encoding is set
    received += chunk.toString()
  }
}

beforeAll(async () => {
  const hang = { faults: [{ match: { path: /^\/apis\/apps/ }, behave: { kind: 'hang' } }] } as const
  const [done, hanging, silent] = await Promise.all([
    startCluster(careless('uid-done')),
    startCluster(careless('uid-hanging'), hang),
    startCluster(careless('uid-silent'), { faults: [{ match: {}, behave: { kind: 'hang' } }] }),
  ])
  servers = [done, hanging, silent]
  const contexts = { done: contextOf(done), hanging: contextOf(hanging), silent: contextOf(silent) }
  home = await homeFolder(kubeconfigOf(contexts))
  const fleet = await home.write('fleet.yaml', 'sources: {kubeconfig: [{contexts: ["*"]}]}\n')
  const flags = ['--fleet', fleet, '--format', 'json', '--cluster-deadline', '10m']
  const { child, ended } = startCli(['audit', ...flags], home)
  await printed(child, /done \(\S+\): audited/)
  const begun = performance.now()
  child.kill('SIGINT')
  cancelled = await ended
  elapsedMs = performance.now() - begun
})
afterAll(async () => {
  await Promise.all(servers.map((server) => server.close()))
  await home[Symbol.asyncDispose]()
})

describe('Ctrl-C during an audit', () => {
  it('ends the audit within two seconds, with 130', () => {
    expect(cancelled.code, cancelled.stderr).toBe(130)
    expect(elapsedMs).toBeLessThan(2000)
  })

  it('prints what was not audited, and where the rest is stored', () => {
    const { run } = AuditDocument.parse(JSON.parse(cancelled.stdout))
    expect(cancelled.stderr).toContain(
      'fleet-auditor: cancelling; what has finished is stored. Ctrl-C again ends at once.',
    )
    expect(cancelled.stderr).toMatch(/^fleet-auditor: cancelled; not audited: hanging \(\S+\), silent \(\S+\)$/m)
    expect(cancelled.stderr).toContain(`what finished is stored as run ${run.id}`)
  })

  it('stores what had finished, and a row for what had not', async () => {
    const { run, findings } = AuditDocument.parse(JSON.parse(cancelled.stdout))
    expect(run).toMatchObject({ state: 'incomplete', partial: false, counts: { audited: 1, clusters: 3 } })
    const stored = await runProgram(['runs', '--run', run.id], home.home)
    expect(stored.stdout).toMatch(/^done \(\S+\) +audited$/m)
    expect(stored.stdout).toMatch(/^hanging \(\S+\) +cancelled +cancelled/m)
    expect(stored.stdout).toMatch(/^silent \(\S+\) +cancelled +cancelled/m)
    const found = await runProgram(['findings', '--format', 'json'], home.home)
    expect(rowsIn(found.stdout)).toHaveLength(findings.length)
  })

  it('loses and resolves nothing of a cluster whose audit was cut', async () => {
    const rows = rowsIn((await runProgram(['findings', '--format', 'json', '--state', 'any'], home.home)).stdout)
    const clusters = rowsIn((await runProgram(['clusters', '--format', 'json'], home.home)).stdout)
    expect(new Set(rows.map(({ state }) => state))).toEqual(new Set(['open']))
    expect(clusters).toHaveLength(3)
  })

  it('ends the process at once when repeated, and the next audit works', async () => {
    const flags = ['--context', 'silent', '--cluster-deadline', '10m', '--data', home.path('twice')]
    const { child, ended } = startCli(['audit', ...flags], home)
    await printed(child, /kubeconfig:default: 1 cluster/)
    child.kill('SIGINT')
    child.kill('SIGINT')
    const { code } = await ended
    expect(code).toBe(130)
    const next = ['--context', 'done', '--data', home.path('twice'), '--fail-on', 'never']
    expect((await runProgram(['audit', ...next], home.home)).code).toBe(0)
  })
})

describe('a reader of a pipe that goes away', () => {
  it('ends the process without a message', async () => {
    const ended = await runCli(['explain', 'public-broker'], { ...home, reader: 'true' })
    expect(ended).toEqual({ code: 0, stdout: '', stderr: '' })
  })
})
