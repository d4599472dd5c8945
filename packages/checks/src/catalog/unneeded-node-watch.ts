import type { Identity } from '@fleet-auditor/model/identity.ts'
import type { PolicyRule, ResourceRequest } from '@fleet-auditor/model/policy-rule.ts'
import { bindingGrants } from '@fleet-auditor/model/rights.ts'
import { z } from 'zod'
import { defineCheck } from '../define.ts'
import { atLeastOne } from '../facts/at-least-one.ts'
import { accountsOf, discoverers } from '../facts/discovering-identities.ts'
import {
  bindingsOf,
  effectiveRight,
  identitySubject,
  sameIdentity,
  type RightsEvidence,
} from '../facts/effective-right.ts'
import { wideBindings, wideRights } from '../facts/rights/wide-rights.ts'
import { fail, notApplicable, pass, unknownFrom, type Outcome } from '../outcome.ts'
import { narrowRights } from '../remedies/narrow-rights.ts'

/** The access review or the binding that decides. */
const DecidedBy = z.strictObject({ by: z.string(), ...wideRights })
type DecidedBy = z.infer<typeof DecidedBy>

export const unneededNodeWatch = defineCheck({
  id: 'unneeded-node-watch',
  title: 'An identity that does not discover can watch nodes',
  severity: 'low',
  ruleVersion: 2,
  group: 'security',
  answers: ['least-privilege'],
  rule: 'ServiceAccounts of Meshery workloads that do not discover this cluster in its mode (the Server’s in operator mode, adapters’, the Broker’s) should not hold watch on nodes.',
  why: 'Rights that no component uses widen what a stolen token can read.',
  source: 'Meshery documentation, Identity and Security: rbac.nodes only where required',
  evidence: DecidedBy,
  needs: ['workloads', 'brokers', 'meshSyncs'],
  uses: ['rights', 'reviews'],
  evaluate({ workloads, brokers, meshSyncs, rights, reviews }, { planes, provider }) {
    const who = discoverers(workloads, [...brokers, ...meshSyncs], planes)
    const idle = accountsOf(workloads).filter(
      (account) => !who.identities.some((identity) => sameIdentity(identity, account)),
    )
    const evidence = { rights, reviews, provider }
    const isDoubtful = (account: Identity): boolean => who.doubtful.some((identity) => sameIdentity(identity, account))
    return atLeastOne(
      idle.map((identity) => (who.unread && isDoubtful(identity) ? who.unread : judge(identity, evidence))),
      'every Meshery identity in this cluster discovers it',
    )
  },
  describe: (_, { by }) => `does not discover this cluster, and may watch nodes (${by})`,
  remedy: (subject, evidence, where) => ({
    summary: 'Take nodes out of the role that is bound to this ServiceAccount, or bind a narrower role.',
    ...narrowRights(where, subject, evidence),
  }),
})

const nodeWatch: ResourceRequest = { verb: 'watch', group: '', resource: 'nodes' }

function judge(identity: Identity, evidence: RightsEvidence): Outcome<DecidedBy> {
  const subject = identitySubject(identity)
  const watch = effectiveRight(identity, nodeWatch, evidence)
  if (watch.right === 'allowed') {
    const bindings = bindingsOf(identity, evidence.rights) ?? []
    if (bindings.some(({ rules }) => rules.some(holdsEverything))) {
      return notApplicable('holds every resource (see wildcard-role)')
    }
    const wide = wideBindings(bindings.filter((binding) => bindingGrants(binding, nodeWatch)))
    return fail<DecidedBy>(subject, { by: watch.by, wide })
  }
  return watch.right === 'unknown' ? unknownFrom(watch.failure, subject) : pass(subject, { by: watch.by })
}

const holdsEverything = ({ apiGroups, resources }: PolicyRule): boolean =>
  apiGroups.includes('*') && resources.includes('*')
