import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { z } from 'zod'
import { describeWith } from '../available.ts'
import { kubeBinaries } from '../kube-binaries.ts'
import { apply } from '../kube-objects.ts'
import { nodeObject } from '../node-object.ts'
import { runCommand } from '../run-command.ts'
import { startAuditedCluster, type AuditedCluster } from './audited-cluster.ts'
import { startChartRepository, type ChartRepository } from './chart-repository.ts'
import { helmBinary } from './helm-binary.ts'
import { earlier, helmLoops, type HelmLoop } from './helm-loops.ts'

const Values = z.looseObject({
  nodeSelector: z.record(z.string(), z.string()),
  env: z.record(z.string(), z.string()),
})
const Releases = z.array(z.object({ chart: z.string(), name: z.string(), status: z.string() }))
const node = nodeObject({ name: 'node-1', providerId: 'aws:///eu-west-1a/i-1', internalIp: '10.0.0.1' })

describeWith(['kubernetes', 'helm'], 'remedies of a Helm release on a real API server', () => {
  let cluster: AuditedCluster
  let repository: ChartRepository
  let helm = ''

  const run = (...args: readonly string[]): Promise<string> => {
    const place = [
      '--kube-context',
      'edge',
      '--kubeconfig',
      path.join(cluster.folder, 'kubeconfig'),
      '--namespace',
      'meshery',
    ]
    return runCommand(helm, [...args, ...place], { env: { PATH: '/usr/bin:/bin', HOME: cluster.folder } })
  }
  const upgrade = (...set: readonly string[]): Promise<string> =>
    run(
      'upgrade',
      '--install',
      'mesh',
      'meshery/meshery',
      '--create-namespace',
      '--reset-then-reuse-values',
      ...set.flatMap((value) => ['--set', value]),
    )

  async function prepare({ set = [], address }: HelmLoop): Promise<void> {
    if (set.length > 0) await upgrade(...set)
    if (address === undefined) return
    const status = JSON.stringify({ status: { loadBalancer: { ingress: [{ ip: address }] } } })
    const service = ['service/meshery', '--namespace', 'meshery', '--subresource', 'status']
    await cluster.server.kubectl(['patch', ...service, '--type', 'merge', '--patch', status])
  }

  beforeAll(async () => {
    const binaries = await kubeBinaries()
    helm = await helmBinary()
    cluster = await startAuditedCluster([path.dirname(binaries.kubectl), path.dirname(helm)])
    const packed = path.join(cluster.folder, 'charts')
    await mkdir(packed)
    repository = await startChartRepository(helm, path.join(import.meta.dirname, 'charts'), packed)
    await run('repo', 'add', 'meshery', repository.url)
    await apply(cluster.server, [node])
    await upgrade(...earlier)
    await cluster.audit()
  })
  afterAll(async () => {
    await repository.close()
    await cluster.close()
  })

  it.each(helmLoops)(
    '$check: the printed commands resolve it as fixed, twice over, and leave earlier values',
    async (loop) => {
      await prepare(loop)
      await cluster.audit()
      const failing = cluster.open(loop.check)
      expect(failing.map(({ managedBy }) => managedBy?.tool)).toEqual(['helm'])
      for (let time = 0; time < 2; time++) {
        for (const finding of failing) await cluster.follow(cluster.remedy(finding).steps, loop.variables)
      }
      const { changes, verdicts } = await cluster.audit()
      const opened = changes.filter(({ kind }) => ['opened', 'reopened', 'worsened'].includes(kind))
      expect(opened.map(({ finding }) => [finding.check, finding.subject.name])).toEqual([])
      const resolved = changes.filter(({ kind, finding }) => kind === 'resolved' && finding.check === loop.check)
      const now = JSON.stringify(verdicts.filter(({ check }) => check === loop.check))
      expect(
        resolved.map(({ finding }) => finding.resolution),
        now,
      ).toEqual(['fixed'])
      const values = Values.parse(JSON.parse(await run('get', 'values', 'mesh', '--output', 'json')))
      expect([values.nodeSelector['pool'], values.env['TZ']]).toEqual(['meshery', 'Europe/Berlin'])
      const releases = Releases.parse(JSON.parse(await run('list', '--output', 'json')))
      expect(releases).toEqual([{ name: 'mesh', chart: 'meshery-1.0.64', status: 'deployed' }])
    },
  )
})
