import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { AuditDocument } from '@fleet-auditor/model/audit-document.ts'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { z } from 'zod'
import { describeWith } from './available.ts'
import { repositoryRoot } from './cache.ts'
import { auditor, grantAuditor, verdictLines } from './collect-and-judge.ts'
import { expectedFailures } from './expected-failures.ts'
import { startKubeApiServer, type KubeApiServer } from './kube-api-server.ts'
import { apply } from './kube-objects.ts'
import { installObjects } from './manifests.ts'
import { nodeObject } from './node-object.ts'
import { runAuditor, type Ended } from './run-auditor.ts'
import { temporaryFolder, type TemporaryFolder } from './temporary-folder.ts'

const node = nodeObject({ name: 'node-1', providerId: 'aws:///eu-west-1a/i-1', internalIp: '10.0.0.1' })

const wrong = expectedFailures.modern

const Schema = z.object({ required: z.array(z.string()), properties: z.record(z.string(), z.unknown()) })

describeWith(['kubernetes', 'meshery-manifests'], 'fleet-auditor audit --kubeconfig of a real API server', () => {
  let folder: TemporaryFolder
  let server: KubeApiServer
  let first: Ended
  const audit = (...args: readonly string[]): Promise<Ended> => {
    const given = ['--kubeconfig', join(folder.path, 'kubeconfig'), '--data', join(folder.path, 'data')]
    return runAuditor(['audit', ...given, ...args])
  }
  beforeAll(async () => {
    folder = await temporaryFolder('cli-test')
    server = await startKubeApiServer({ users: [auditor], audit: true })
    await grantAuditor(server)
    await apply(server, [node, ...(await installObjects('modern'))])
    await writeFile(join(folder.path, 'kubeconfig'), server.kubeconfig(auditor.token), { mode: 0o600 })
    first = await audit('--format', 'json')
  })
  afterAll(async () => {
    await server?.close()
    await folder?.remove()
  })

  it('ends with 1, as findings are high, and prints one document of the published shape', async () => {
    expect(first.code, first.stderr).toBe(1)
    const document = documentOf(first)
    const published = Schema.parse(JSON.parse(await readFile(join(repositoryRoot, 'docs/audit.schema.json'), 'utf8')))
    expect(Object.keys(document).toSorted()).toEqual(published.required.toSorted())
    expect(document.run).toMatchObject({
      state: 'complete',
      partial: true,
      counts: { audited: 1, opened: wrong.length },
    })
    expect(document.clusters).toMatchObject([{ provider: 'eks', version: 'v1.36.3', row: { outcome: 'audited' } }])
    expect(first.stderr).not.toContain('    at ')
  })

  it('judges the objects that were loaded', () => {
    const { verdicts, findings, clusters } = documentOf(first)
    expect(verdictLines(verdicts, 'fail')).toEqual(wrong)
    expect(findings).toHaveLength(wrong.length)
    expect(findings.every(({ state }) => state === 'open')).toBe(true)
    expect(Object.keys(clusters[0]?.failedSections ?? {})).toEqual(['cloud'])
    const unknown = verdicts.filter((each) => each.verdict === 'unknown')
    for (const verdict of unknown) expect(['undeclared', 'no-vantage']).toContain(verdict.cause)
    for (const verdict of unknown) expect(verdict.grant).toBeDefined()
  })

  it('asked for nothing but get, list and reviews, and never for a Secret', async () => {
    const log = await server.auditLog()
    const asked = log.filter(({ user }) => user.username === auditor.name)
    const verbs = asked.map(({ verb, objectRef }) => (objectRef?.resource === 'subjectaccessreviews' ? 'review' : verb))
    expect([...new Set(verbs)].toSorted()).toEqual(['get', 'list', 'review'])
    expect(asked.filter(({ requestURI }) => requestURI.includes('secret'))).toEqual([])
    const unnamed = log.filter(({ user }) => user.username === 'system:anonymous').map(({ requestURI }) => requestURI)
    expect([...new Set(unnamed)]).toEqual(['/version']) // the latency probe, which logs in to nothing
  })

  it('reports in the second run that nothing changed', async () => {
    const second = await audit('--format', 'json')
    expect(second.code).toBe(1)
    const { changes, run } = documentOf(second)
    expect(run.counts).toMatchObject({ opened: 0, worsened: 0, resolved: 0 })
    expect(new Set(changes.map(({ kind }) => kind))).toEqual(new Set(['unchanged']))
    expect((await audit()).stdout).toMatch(/^✓ nothing changed/m)
  })

  it('reports in the next run that the remedy has helped, and no more', async () => {
    const role = ['create', 'clusterrole', 'meshery-node-watch', '--verb=list,watch', '--resource=nodes']
    const bound = ['--clusterrole=meshery-node-watch', '--serviceaccount=meshery:meshery-operator']
    await server.kubectl(role)
    await server.kubectl(['create', 'clusterrolebinding', 'meshery-node-watch', ...bound])
    const { changes, verdicts } = documentOf(await audit('--format', 'json'))
    const resolved = changes.filter(({ kind }) => kind === 'resolved').map(({ finding }) => finding.check)
    expect(resolved).toEqual(['missing-node-watch'])
    expect(verdictLines(verdicts, 'fail')).toEqual(wrong.filter((line) => !line.startsWith('missing-node-watch')))
  })
})

const documentOf = ({ stdout }: Ended): AuditDocument => AuditDocument.parse(JSON.parse(stdout))
