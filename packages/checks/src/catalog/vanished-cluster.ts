import { clusterLabel } from '@fleet-auditor/model/cluster-label.ts'
import type { ClusterFacts } from '@fleet-auditor/model/cluster-facts.ts'
import type { Outcome } from '@fleet-auditor/model/verdict.ts'
import { defineFleetCheck } from '../define.ts'
import { told } from '../evidence-text.ts'
import { atLeastOne } from '../facts/at-least-one.ts'
import { clusterSubject } from '../facts/cluster-subject.ts'
import { fail, pass, unknown } from '../outcome.ts'

export const vanishedCluster = defineFleetCheck({
  id: 'vanished-cluster',
  title: 'A cluster known before is no longer listed',
  severity: 'medium',
  ruleVersion: 1,
  group: 'deployment',
  answers: 'Ownership, on-call, and escalation defined for the Meshery deployment.',
  rule: 'Known before, and no longer listed by its scope, which was read to its end. A scope that failed or answered in part proves nothing (unknown); a source taken out of the fleet file is no disappearance. Reported once, with its findings closed as cluster-gone.',
  why: 'A cluster that goes without anybody’s knowledge is an outage, a mistake, or somebody else’s doing.',
  source: 'Design of the auditor: a partial listing is never an absence',
  evaluate({ clusters }) {
    return atLeastOne(clusters.flatMap(judge), 'no cluster is known')
  },
  describe: (_, evidence) => `its scope ${told(evidence, 'scope')} was read to its end and no longer lists it`,
  remedy: (subject) => ({
    summary: `If ${clusterLabel({ id: subject.name })} was removed on purpose there is nothing to do: it is told once. Else look for it in its scope.`,
  }),
})

function judge({ cluster, presence, scopeDoubt, scopeRemoved }: ClusterFacts): Outcome[] {
  const subject = clusterSubject(cluster.id)
  if (presence === 'listed') return [pass({}, subject)]
  if (scopeDoubt) return [unknown(scopeDoubt.cause, scopeDoubt.detail, { subject })]
  return scopeRemoved ? [] : [fail(subject, { scope: cluster.scope, locator: cluster.locator })]
}
