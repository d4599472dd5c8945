import type { Identity } from '@fleet-auditor/model/identity.ts'
import type { Workload } from '@fleet-auditor/model/workload.ts'
import { z } from 'zod'
import { defineCheck } from '../define.ts'
import { atLeastOne } from '../facts/at-least-one.ts'
import { accountsOf } from '../facts/discovering-identities.ts'
import {
  bindingLabel,
  bindingsOf,
  effectiveRight,
  identitySubject,
  type RightsEvidence,
} from '../facts/effective-right.ts'
import { beyondOperator, excessOf, reachesSecrets } from '../facts/excess-rights.ts'
import { fail, pass, unknown, unknownFrom, type Outcome } from '../outcome.ts'

const Excess = z.strictObject({ holds: z.array(z.string()) })
const Bound = z.strictObject({ bindings: z.number().int() })

export const wildcardRole = defineCheck({
  id: 'wildcard-role',
  title: 'A Meshery ServiceAccount holds more rights than its component needs',
  severity: 'high',
  ruleVersion: 1,
  group: 'security',
  answers: 'Least-privilege RBAC; `rbac.nodes` only where required; per-cluster credentials.',
  rule: 'A ServiceAccount of a Meshery workload effectively holds every verb or every resource, cluster-admin, escalate, bind or impersonate, through any binding, group or namespace; or a modern operator writes beyond its chart’s role. The modern operator’s own access to all Secrets is info.',
  why: 'An attacker in that pod owns the cluster. Legacy operators and the Server chart ship such roles.',
  source: 'Meshery documentation, Security Hardening; charts meshery and meshery-operator',
  evidence: Excess,
  passEvidence: Bound,
  needs: ['workloads'],
  uses: ['rights', 'reviews'],
  evaluate({ workloads, rights, reviews }, { provider }) {
    const evidence = { rights, reviews, provider }
    return atLeastOne(
      accountsOf(workloads).map((identity) => judge(identity, isModernOperator(identity, workloads), evidence)),
      'no Meshery workload here',
    )
  },
  describe: (_, { holds }) =>
    `holds ${holds.slice(0, 4).join('; ')}${holds.length > 4 ? ` and ${holds.length - 4} more` : ''}`,
  remedy: () => ({
    summary: 'Bind a role with the rights that this component uses, and delete the wide binding.',
    command: 'kubectl delete clusterrolebinding <name>   # after a narrower one is in place',
  }),
})

const isModernOperator = (identity: Identity, workloads: readonly Workload[]): boolean =>
  workloads.some(
    (workload) =>
      workload.component === 'operator' &&
      workload.generation === 'modern' &&
      identity.kind === 'service-account' &&
      identity.namespace === workload.namespace &&
      identity.name === workload.serviceAccount,
  )

function judge(
  identity: Identity,
  modernOperator: boolean,
  evidence: RightsEvidence,
): Outcome<z.infer<typeof Excess>, z.infer<typeof Bound>> {
  const subject = identitySubject(identity)
  const bindings = bindingsOf(identity, evidence.rights)
  const holds = (bindings ?? []).flatMap((binding) => {
    const excess = [...excessOf(binding), ...(modernOperator ? beyondOperator(binding) : [])]
    return excess.map((what) => `${what} (${bindingLabel(binding)})`)
  })
  if (holds.length > 0) return fail(subject, { holds: holds.toSorted() })
  const everything = effectiveRight(identity, { verb: '*', group: '*', resource: '*' }, evidence)
  if (everything.right === 'allowed') {
    return fail(subject, { holds: [`every verb on every resource (${everything.by})`] })
  }
  if (evidence.rights.status === 'failed') return unknownFrom(evidence.rights, subject)
  if (everything.right === 'unknown') return unknownFrom(everything.failure, subject)
  if (!bindings) return unknown('malformed', 'the bindings that reach it are not in the snapshot', { subject })
  const secrets = bindings.filter(reachesSecrets)
  if (secrets.length > 0) {
    const through = secrets.map((binding) => `Secrets of every namespace (${bindingLabel(binding)})`)
    return fail(subject, { holds: through.toSorted() }, modernOperator ? 'info' : 'high')
  }
  return pass(subject, { bindings: bindings.length })
}
