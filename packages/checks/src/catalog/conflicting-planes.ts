import type { ClusterFacts } from '@fleet-auditor/model/cluster-facts.ts'
import type { Plane } from '@fleet-auditor/model/fleet-file.ts'
import { z } from 'zod'
import { defineFleetCheck } from '../define.ts'
import { atLeastOne } from '../facts/at-least-one.ts'
import { clusterSubject } from '../facts/cluster-subject.ts'
import { fail, notApplicable, pass } from '../outcome.ts'
import { byPerson } from '../remedies/change-workload.ts'

const Claims = z.strictObject({ planes: z.array(z.string()) })

export const conflictingPlanes = defineFleetCheck({
  id: 'conflicting-planes',
  title: 'Several management planes operate one cluster',
  severity: 'high',
  ruleVersion: 1,
  group: 'deployment',
  answers: ['one-operator', 'component-operator'],
  rule: 'At most one plane that claims a cluster is not declared to discover it in embedded mode. Not-applicable where fewer than two planes are declared.',
  why: 'Each Server reconciles the same release and resources: one uninstalls what the other has just installed.',
  source: 'Meshery documentation, Deployment Models: one Operator per cluster; meshery issue 332',
  evidence: Claims,
  evaluate({ clusters, planes }) {
    if (planes.length < 2) return [notApplicable('fewer than two management planes are declared')]
    const listed = clusters.filter(({ listing }) => listing === 'listed')
    return atLeastOne(
      listed.map((cluster) => judge(cluster, planes)),
      'no cluster was listed',
    )
  },
  describe: (_, { planes }) => `${planes.join(' and ')} claim it with an operator`,
  remedy: (subject) =>
    byPerson(
      `Let one plane operate ${subject.name}: narrow the manages of the others in the fleet file and disconnect the cluster there, or declare embedded discovery for them.`,
      { kind: 'fleet-file', name: 'planes[].manages' },
    ),
})

function judge({ cluster, planes: claiming }: ClusterFacts, planes: readonly Plane[]) {
  const operating = planes
    .filter(({ name, discovery }) => claiming.includes(name) && discovery !== 'embedded')
    .map(({ name }) => name)
  const subject = clusterSubject(cluster.id)
  return operating.length > 1 ? fail(subject, { planes: operating }) : pass(subject, { planes: operating })
}
