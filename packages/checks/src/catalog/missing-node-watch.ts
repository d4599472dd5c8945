import type { Identity } from '@fleet-auditor/model/identity.ts'
import { z } from 'zod'
import { defineCheck } from '../define.ts'
import { atLeastOne } from '../facts/at-least-one.ts'
import { discoverers } from '../facts/discovering-identities.ts'
import { effectiveRight, identitySubject, type RightsEvidence } from '../facts/effective-right.ts'
import { fail, notApplicable, nothingHere, pass, unknownFrom, type Outcome } from '../outcome.ts'
import { grantStep } from '../remedies/grant-step.ts'

const Right = z.enum(['allowed', 'denied', 'unknown'])
/** `by`: the access review or the binding that decides. */
const NodeWatch = z.strictObject({ list: Right, watch: Right, by: z.string() })

export const missingNodeWatch = defineCheck({
  id: 'missing-node-watch',
  title: 'Discovery may not list and watch nodes',
  severity: 'high',
  ruleVersion: 1,
  group: 'multi-cluster',
  answers: ['node-watch', 'least-privilege'],
  rule: 'On EKS, GKE and AKS: every identity that discovers the cluster (MeshSync’s ServiceAccount in operator mode; the Server’s in embedded mode; the declared user of a plane outside) can both list and watch nodes cluster-wide. The API server’s access review decides; without it the bound roles are evaluated. Effective rights count, not the Helm value rbac.nodes.',
  why: 'An informer needs list and watch. Without them MeshSync stays Ready and never finishes its first sync, so the plane shows no nodes and nothing that depends on them.',
  source:
    'Meshery documentation, Multi-Cluster & Multi-Cloud Operations: node-watch RBAC; Meshery issues 1880, 3021, 14370',
  evidence: NodeWatch,
  material: ['list', 'watch'],
  needs: ['workloads', 'brokers', 'meshSyncs'],
  uses: ['rights', 'reviews'],
  evaluate({ workloads, brokers, meshSyncs, rights, reviews }, { planes, provider }) {
    if (provider === 'kubeconfig') return [notApplicable('not known to be a cluster of EKS, GKE or AKS')]
    const who = discoverers(workloads, [...brokers, ...meshSyncs], planes)
    if (who.none !== undefined) return [nothingHere(who.none)]
    const evidence = { rights, reviews, provider }
    const outcomes = who.identities.map((identity) => judge(identity, evidence))
    return atLeastOne([...outcomes, ...who.undeclared], 'no identity discovers this cluster')
  },
  describe: (_, evidence) => {
    const denied = (['list', 'watch'] as const).filter((verb) => evidence[verb] === 'denied')
    return `may not ${denied.join(' and ')} nodes (${evidence.by})`
  },
  remedy: (subject, _, where) => ({
    summary:
      'Let this identity list and watch nodes. The chart value rbac.nodes has no effect on MeshSync, and none at all in current charts.',
    steps: [
      grantStep(where, {
        summary: 'Grant list and watch on nodes.',
        role: 'meshery-node-watch',
        rules: ['--verb', 'list,watch', '--resource', 'nodes'],
        to: subject,
      }),
    ],
  }),
})

function judge(identity: Identity, evidence: RightsEvidence): Outcome<z.infer<typeof NodeWatch>> {
  const subject = identitySubject(identity)
  const list = effectiveRight(identity, { verb: 'list', group: '', resource: 'nodes' }, evidence)
  const watch = effectiveRight(identity, { verb: 'watch', group: '', resource: 'nodes' }, evidence)
  const denied = [list, watch].find((right) => right.right === 'denied')
  if (denied?.right === 'denied') return fail(subject, { list: list.right, watch: watch.right, by: denied.by })
  for (const right of [list, watch]) if (right.right === 'unknown') return unknownFrom(right.failure, subject)
  return pass(subject, { list: list.right, watch: watch.right, by: list.right === 'unknown' ? '' : list.by })
}
