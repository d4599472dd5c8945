import { AuditDocument } from '@fleet-auditor/model/audit-document.ts'
import type { KubernetesObject } from '@fleet-auditor/simulator/kubernetes/kubernetes-object.ts'
import type { RunningKubernetes } from '@fleet-auditor/simulator/kubernetes/start-kubernetes.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { homeFolder, type HomeFolder } from '../setup/home-folder.ts'
import { linesIn, rowsIn } from '../setup/printed-rows.ts'
import { runProgram } from '../setup/run-program.ts'
import { careless, contextOf, kubeconfigOf, startCluster } from '../setup/simulated-cluster.ts'

/** Clears the screen by C0 and C1, rings, turns, breaks, joins and hides text, and looks like a formula and like markup. */
const hostile = '\u001b[2J\u009b2J\u0007\u202e\u2028\u00ad\u{e0041}\r\n=cmd|<script>'
const context = `prod${hostile}`

/** Names as no API server allows them, from one that is not to be believed. */
const renamed = (objects: readonly KubernetesObject[]): readonly KubernetesObject[] =>
  objects.map((object) =>
    ['Deployment', 'Service'].includes(object.kind)
      ? { ...object, metadata: { ...object.metadata, name: `${object.metadata.name}${hostile}` } }
      : object,
  )

let home: HomeFolder
let server: RunningKubernetes
beforeAll(async () => {
  server = await startCluster(renamed(careless('uid-of-hostile')), { gitVersion: `v1.36.3${hostile}` })
  home = await homeFolder(kubeconfigOf({ [context]: contextOf(server) }))
})
afterAll(async () => {
  await server.close()
  await home[Symbol.asyncDispose]()
})

/** What a terminal acts on; a line feed ends our own lines. */
const acted = /(?!\n)[\p{Cc}\p{Cf}\u2028\u2029]/u

describe('hostile strings from a cluster', () => {
  it('are printed in JSON, whole and valid', async () => {
    const { code, stdout, stderr } = await runProgram(['audit', '--format', 'json'], home.home)
    expect(code, stderr).toBe(1)
    expect(stderr).not.toMatch(acted)
    expect(stdout).not.toMatch(acted)
    const document = AuditDocument.parse(JSON.parse(stdout))
    expect(document.clusters[0]?.id).toBe(`kubeconfig:${context}@${new URL(server.url).host}`)
    const subjects = document.findings.map(({ subject }) => subject.name)
    expect(subjects).toContain(`meshery${hostile}`)
  })

  it.each([['findings'], ['clusters'], ['runs'], ['digest'], ['replay']])(
    'do nothing to a terminal in the JSON of %s',
    async (...words) => {
      for (const format of ['json', 'ndjson']) {
        const { stdout } = await runProgram([...words, '--format', format], home.home)
        expect(stdout).not.toMatch(acted)
        expect(() => rowsIn(format === 'json' ? stdout : `[${stdout.trim().replaceAll('\n', ',')}]`)).not.toThrow()
      }
    },
  )

  it.each([['audit'], ['findings'], ['clusters'], ['runs'], ['diff'], ['replay'], ['doctor']])(
    'do nothing to a terminal in the table of %s',
    async (...words) => {
      const { stdout, stderr } = await runProgram(words, home.home)
      expect(stdout).not.toMatch(acted)
      expect(stderr).not.toMatch(acted)
      expect(stdout.split('\n').filter((line) => line.startsWith('=cmd'))).toEqual([])
    },
  )

  it('do nothing to a terminal in the outcomes of a run, in mistakes and in stack traces', async () => {
    const [latest] = rowsIn((await runProgram(['runs', '--format', 'json'], home.home)).stdout)
    const ledger = await runProgram(['runs', '--run', String(latest?.['id'])], home.home)
    expect(ledger.stdout).toContain('prod\\u001b')
    expect(ledger.stdout).not.toMatch(acted)
    for (const flag of ['--context', '--cluster', '--only', '--format', '--data']) {
      const word = flag === '--data' ? `${home.home}/x${hostile}` : `x${hostile}`
      const { code, stderr } = await runProgram(['audit', `${flag}=${word}`, '--verbose'], home.home)
      expect(code).toBeGreaterThan(0)
      expect(stderr).not.toMatch(acted)
    }
  })

  it('are printed as lines of ndjson', async () => {
    const { stdout } = await runProgram(['audit', '--format', 'ndjson'], home.home)
    expect(stdout).not.toMatch(acted)
    const lines = linesIn(stdout)
    expect(lines[0]).toMatchObject({ kind: 'run' })
  })
})
