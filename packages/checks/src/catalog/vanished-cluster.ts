import type { ClusterFacts } from '@fleet-auditor/model/cluster-facts.ts'
import { clusterLabel } from '@fleet-auditor/model/cluster-label.ts'
import { z } from 'zod'
import { defineFleetCheck } from '../define.ts'
import { atLeastOne } from '../facts/at-least-one.ts'
import { clusterSubject } from '../facts/cluster-subject.ts'
import { fail, pass, unknown, type Outcome } from '../outcome.ts'

const Missing = z.strictObject({ scope: z.string(), locator: z.string() })
const Listed = z.strictObject({})

export const vanishedCluster = defineFleetCheck({
  id: 'vanished-cluster',
  title: 'A cluster known before is no longer listed',
  severity: 'medium',
  ruleVersion: 1,
  group: 'deployment',
  answers: ['ownership'],
  rule: 'Known before, and no longer listed by its scope, which was read to its end. A scope that failed or answered in part proves nothing (unknown); a source taken out of the fleet file is no disappearance. Reported once, with its findings closed as cluster-gone.',
  why: 'A cluster that disappears unannounced is an outage, a mistake, or an intrusion.',
  source: 'Design of the auditor: a partial listing is never an absence',
  evidence: Missing,
  passEvidence: Listed,
  evaluate({ clusters }) {
    return atLeastOne(clusters.flatMap(judge), 'no cluster is known')
  },
  describe: (_, { scope }) => `its scope ${scope} was read to its end and no longer lists it`,
  remedy: (subject) => ({
    summary: `If ${clusterLabel({ id: subject.name })} was removed on purpose there is nothing to do: it is reported once. Else look for it in its scope.`,
    steps: [],
  }),
})

function judge({
  cluster,
  listing,
  scopeDoubt,
  scopeRemoved,
}: ClusterFacts): Outcome<z.infer<typeof Missing>, z.infer<typeof Listed>>[] {
  const subject = clusterSubject(cluster.id)
  if (listing === 'listed') return [pass(subject, {})]
  if (scopeDoubt) return [unknown(scopeDoubt.cause, scopeDoubt.detail, { subject })]
  return scopeRemoved ? [] : [fail(subject, { scope: cluster.scope, locator: cluster.locator })]
}
