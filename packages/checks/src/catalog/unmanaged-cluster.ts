import type { ClusterFacts } from '@fleet-auditor/model/cluster-facts.ts'
import { clusterLabel } from '@fleet-auditor/model/cluster-label.ts'
import { Presence, presenceWords } from '@fleet-auditor/model/presence.ts'
import { z } from 'zod'
import { defineFleetCheck } from '../define.ts'
import { clusterSubject } from '../facts/cluster-subject.ts'
import { fail, notApplicable, pass, unknown, type Outcome } from '../outcome.ts'

const Unclaimed = z.strictObject({ locator: z.string(), presence: Presence.extract(['found', 'traces', 'none']) })
const Claimed = z.strictObject({ planes: z.array(z.string()) })
type Answer = Outcome<z.infer<typeof Unclaimed>, z.infer<typeof Claimed>>

export const unmanagedCluster = defineFleetCheck({
  id: 'unmanaged-cluster',
  title: 'A discovered cluster that no plane claims',
  severity: 'medium',
  ruleVersion: 2,
  group: 'deployment',
  answers: ['topology', 'context-per-cluster'],
  rule: 'Every cluster with Meshery (or, low, with traces of it) is matched by a `manages` selector of some plane. Clusters without Meshery count only where the fleet file expects it everywhere (expectAll), as info. Unknown where the cluster could not be read. Not-applicable while the fleet file declares no plane.',
  why: 'A Meshery that no plane claims is one that no team looks after; where every cluster is meant to be managed, one without it was forgotten.',
  source: 'Meshery documentation, Deployment Models',
  evidence: Unclaimed,
  passEvidence: Claimed,
  evaluate({ clusters, planes, expectAll = false }) {
    if (planes.length === 0) return [notApplicable('the fleet file declares no plane')]
    const [first, ...rest] = clusters.flatMap((facts) => judge(facts, expectAll))
    return first ? [first, ...rest] : [notApplicable('no cluster was listed that has Meshery or that a plane claims')]
  },
  describe: (subject, { presence }) =>
    `no plane’s selector matches ${clusterLabel({ id: subject.name })} (${presenceWords[presence]})`,
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

/** Where none is, nothing is exposed; what an uninstalled one left is for somebody to clear away. */
const severities = { found: 'medium', traces: 'low', none: 'info' } as const

function judge({ cluster, planes, listing, presence, scopeDoubt }: ClusterFacts, expectAll: boolean): Answer[] {
  const subject = clusterSubject(cluster.id)
  if (listing === 'missing') return scopeDoubt ? [unknown(scopeDoubt.cause, scopeDoubt.detail, { subject })] : []
  if (planes.length > 0) return [pass(subject, { planes: [...planes] })]
  const { locator } = cluster
  if (presence === undefined || presence === 'unreadable') {
    return [unknown('unreachable', 'it could not be read: whether it has Meshery is not known', { subject })]
  }
  if (presence === 'none' && !expectAll) return []
  return [fail(subject, { locator, presence }, severities[presence])]
}
