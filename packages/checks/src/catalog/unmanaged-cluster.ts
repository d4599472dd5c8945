import type { ClusterFacts } from '@fleet-auditor/model/cluster-facts.ts'
import { clusterLabel } from '@fleet-auditor/model/cluster-label.ts'
import { z } from 'zod'
import { defineFleetCheck } from '../define.ts'
import { atLeastOne } from '../facts/at-least-one.ts'
import { clusterSubject } from '../facts/cluster-subject.ts'
import { fail, notApplicable, pass, unknown, type Outcome } from '../outcome.ts'

const Unclaimed = z.strictObject({ locator: z.string() })
const Claimed = z.strictObject({ planes: z.array(z.string()) })

export const unmanagedCluster = defineFleetCheck({
  id: 'unmanaged-cluster',
  title: 'A discovered cluster that no plane claims',
  severity: 'medium',
  ruleVersion: 1,
  group: 'deployment',
  answers: ['topology', 'context-per-cluster'],
  rule: 'Every cluster that discovery lists is matched by a `manages` selector of some plane. Not-applicable while the fleet file declares no plane.',
  why: 'A cluster that no plane claims has a Meshery that no team looks after, or was meant to be managed and is not.',
  source: 'Meshery documentation, Deployment Models',
  evidence: Unclaimed,
  passEvidence: Claimed,
  evaluate({ clusters, planes }) {
    if (planes.length === 0) return [notApplicable('the fleet file declares no plane')]
    return atLeastOne(clusters.flatMap(judge), 'no cluster was listed')
  },
  describe: (subject) => `no plane’s selector matches ${clusterLabel({ id: subject.name })}`,
  remedy: (subject) => ({
    summary: `Claim ${subject.name} under planes[].manages in the fleet file, or take its scope out of sources.`,
    steps: [
      {
        summary: `Add ${subject.name} to a plane’s manages.`,
        actsOn: { kind: 'fleet-file', name: 'planes[].manages' },
        commands: ['fleet-auditor clusters'],
      },
    ],
  }),
})

function judge({
  cluster,
  planes,
  presence,
  scopeDoubt,
}: ClusterFacts): Outcome<z.infer<typeof Unclaimed>, z.infer<typeof Claimed>>[] {
  const subject = clusterSubject(cluster.id)
  if (presence === 'missing') return scopeDoubt ? [unknown(scopeDoubt.cause, scopeDoubt.detail, { subject })] : []
  return [planes.length > 0 ? pass(subject, { planes: [...planes] }) : fail(subject, { locator: cluster.locator })]
}
