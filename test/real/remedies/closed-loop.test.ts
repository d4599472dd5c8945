import path from 'node:path'
import type { Finding } from '@fleet-auditor/model/finding.ts'
import { subjectLabel } from '@fleet-auditor/model/subject.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { describeWith } from '../available.ts'
import { kubeBinaries } from '../kube-binaries.ts'
import { apply } from '../kube-objects.ts'
import { startAuditedCluster, type AuditedCluster } from './audited-cluster.ts'
import { installs, type Loop } from './loops.ts'
import { reconcile } from './stub-operator.ts'

const nameOf = ({ check, subject }: Finding): string => `${check}: ${subjectLabel(subject)}`

/** The failing state. Finalizers go first: no operator is here that clears them. */
async function prepare(
  { server }: AuditedCluster,
  { without = [], given = [], terminating = [] }: Loop,
): Promise<void> {
  for (const object of without) {
    const at = [object, '--namespace', 'meshery']
    if (object.includes('meshery.io/')) {
      await server.kubectl(['patch', ...at, '--type', 'merge', '--patch', '{"metadata":{"finalizers":null}}'])
    }
    await server.kubectl(['delete', ...at, '--ignore-not-found', '--wait=false'])
  }
  await apply(server, given)
  for (const object of terminating) await server.kubectl(['delete', object, '--namespace', 'meshery', '--wait=false'])
}

describeWith(['kubernetes'], 'remedies on a real API server, installed by manifests', () => {
  describe.each(installs)('$name', ({ objects, loops }) => {
    let cluster: AuditedCluster
    beforeAll(async () => {
      const { kubectl } = await kubeBinaries()
      cluster = await startAuditedCluster([path.dirname(kubectl)])
      await apply(cluster.server, objects)
    })
    afterAll(() => cluster.close())

    it.each(loops.map((loop) => ({ ...loop, way: loop.way ?? 'as printed' })))(
      '$check, $way: the printed commands resolve it as fixed, twice over, and open nothing',
      async (loop) => {
        const known = [...(loop.opens ?? []), ...(loop.returns ? cluster.everyOpen().map(nameOf) : [])]
        await prepare(cluster, loop)
        await cluster.audit(loop.context?.(false))
        const failing = cluster.open(loop.check)
        expect(failing.length).toBeGreaterThan(0)
        for (let time = 0; time < (loop.once ? 1 : 2); time++) {
          for (const finding of failing) {
            const remedy = cluster.remedy(finding)
            const steps = loop.alternative === undefined ? remedy.steps : remedy.alternatives?.[loop.alternative]?.steps
            // What helm and people do is tried elsewhere.
            const runnable = (steps ?? []).filter(({ commands }) => !commands.some((line) => line.startsWith('helm ')))
            expect(runnable.some(({ actsOn, commands }) => actsOn && commands.length > 0)).toBe(true)
            await cluster.follow(runnable, loop.variables)
          }
          await reconcile(cluster.server, { hung: loop.hung })
        }
        const { changes, verdicts } = await cluster.audit(loop.context?.(true))
        const opened = changes.filter(({ kind }) => ['opened', 'reopened', 'worsened'].includes(kind))
        expect(opened.map(({ finding }) => nameOf(finding)).filter((name) => !known.includes(name))).toEqual([])
        const resolved = changes.filter(({ kind, finding }) => kind === 'resolved' && finding.check === loop.check)
        const resolution = loop.resolution ?? (loop.check === 'operator-namespace' ? 'subject-gone' : 'fixed')
        const now = JSON.stringify(verdicts.filter(({ check }) => check === loop.check))
        expect(
          resolved.map(({ finding }) => finding.resolution),
          now,
        ).toEqual(failing.map(() => resolution))
        expect(cluster.open(loop.check)).toEqual([])
      },
    )
  })
})
