import { z } from 'zod'
import { defineCheck } from '../define.ts'
import { atLeastOne } from '../facts/at-least-one.ts'
import { discoverers } from '../facts/discovering-identities.ts'
import { effectiveRight, identitySubject } from '../facts/effective-right.ts'
import { fail, nothingHere, pass, unknownFrom } from '../outcome.ts'
import { grantStep } from '../remedies/grant-step.ts'

/** The access review or the binding that decides. */
const DecidedBy = z.strictObject({ by: z.string() })

/** A Namespace is itself in its namespace, so that a RoleBinding in kube-system grants this, too. */
const readClusterId = {
  verb: 'get',
  group: '',
  resource: 'namespaces',
  namespace: 'kube-system',
  name: 'kube-system',
} as const

export const emptyClusterId = defineCheck({
  id: 'empty-cluster-id',
  title: 'Discovery may not read the cluster’s id',
  severity: 'high',
  ruleVersion: 1,
  group: 'security',
  answers: ['least-privilege', 'context-per-cluster', 'component-meshsync'],
  rule: 'Every identity that discovers the cluster can get the Namespace kube-system, by a review of the API server or by the roles that are bound to it.',
  why: 'MeshSync takes the cluster’s id from the UID of that Namespace. Where it may not read it the id is empty, and the resources of several clusters are stored as those of one.',
  source: 'MeshSync, GetClusterID',
  evidence: DecidedBy,
  material: [],
  needs: ['workloads', 'brokers', 'meshSyncs'],
  uses: ['rights', 'reviews'],
  evaluate({ workloads, brokers, meshSyncs, rights, reviews }, { planes, provider }) {
    const who = discoverers(workloads, [...brokers, ...meshSyncs], planes)
    if (who.none !== undefined) return [nothingHere(who.none)]
    const outcomes = who.identities.map((identity) => {
      const subject = identitySubject(identity)
      const answer = effectiveRight(identity, readClusterId, { rights, reviews, provider })
      if (answer.right === 'unknown') return unknownFrom(answer.failure, subject)
      return (answer.right === 'allowed' ? pass : fail)(subject, { by: answer.by })
    })
    return atLeastOne([...outcomes, ...who.undeclared], 'no identity discovers this cluster')
  },
  describe: (_, { by }) => `may not get the Namespace kube-system (${by})`,
  remedy: (subject, _, where) => ({
    summary: 'Let this identity get the Namespace kube-system, and nothing more of it.',
    steps: [
      grantStep(where, {
        summary: 'Grant it.',
        role: 'meshery-cluster-id',
        rules: ['--verb', 'get', '--resource', 'namespaces', '--resource-name', 'kube-system'],
        to: subject,
      }),
    ],
  }),
})
