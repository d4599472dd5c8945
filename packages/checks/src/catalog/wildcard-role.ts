import type { Identity } from '@fleet-auditor/model/identity.ts'
import { parseImage, versionOf } from '@fleet-auditor/model/image-reference.ts'
import type { Failed } from '@fleet-auditor/model/section.ts'
import type { Severity } from '@fleet-auditor/model/severity.ts'
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
  sameIdentity,
  type RightsEvidence,
} from '../facts/effective-right.ts'
import { excessOf, reachesSecrets, type Holder } from '../facts/excess-rights.ts'
import type { Excess } from '../facts/operator-role.ts'
import { discoveryOf, readsOf, wideBindings, wideRights, type Discovery } from '../facts/rights/wide-rights.ts'
import { watchesSecrets } from '../facts/watch-list.ts'
import { mainContainer } from '../facts/workload/main-container.ts'
import { fail, pass, unknown, unknownFrom, type Outcome } from '../outcome.ts'
import { narrowRights } from '../remedies/narrow-rights.ts'
import { upgradeOperator } from '../remedies/upgrade-operator.ts'

const Held = z.strictObject({ holds: z.array(z.string()), ...wideRights })
type Held = z.infer<typeof Held>
/** `secrets`: bindings to Secrets that the component needs. */
const Bound = z.strictObject({ bindings: z.number().int(), secrets: z.array(z.string()) })

export const wildcardRole = defineCheck({
  id: 'wildcard-role',
  title: 'A ServiceAccount has more rights than its component needs',
  severity: 'high',
  ruleVersion: 3,
  group: 'security',
  answers: ['least-privilege', 'caveat-chart-defaults'],
  rule: 'A ServiceAccount of a Meshery workload effectively holds every verb or every resource, cluster-admin, escalate, bind or impersonate, pods/exec, serviceaccounts/token, nodes/proxy, the making of pods (itself, or by the template of a workload) or reading of Secrets beyond its own namespace, through any binding or group; or a modern operator writes beyond its chart’s role (info where its version is newer than the role that is known). Low where it reaches its own namespace only. Not counted: what the bootstrap gives to every login, the modern operator’s own Secrets, and Secrets that are on the account’s watch-list (secrets-in-discovery).',
  why: 'An attacker in that pod owns the cluster. Legacy operators and the Server chart ship such roles.',
  source:
    'Meshery documentation, Security Hardening; charts meshery and meshery-operator; Kubernetes documentation, RBAC Good Practices',
  evidence: Held,
  passEvidence: Bound,
  needs: ['workloads'],
  uses: ['rights', 'reviews', 'brokers', 'meshSyncs'],
  evaluate({ workloads, rights, reviews, brokers, meshSyncs }, context) {
    const evidence = { rights, reviews, provider: context.provider }
    const discovery = discoveryOf({ workloads, brokers, meshSyncs }, context)
    return atLeastOne(
      accountsOf(workloads).map((identity) =>
        judge(identity, { operator: modernOperator(identity, workloads), discovery }, evidence),
      ),
      'no Meshery workload here',
    )
  },
  describe: (_, { holds }) =>
    `holds ${holds.slice(0, 4).join('; ')}${holds.length > 4 ? ` and ${holds.length - 4} more` : ''}`,
  remedy: (subject, evidence, where) =>
    subject.name === 'meshery-operator'
      ? upgradeOperator(where, subject)
      : {
          summary:
            'Bind a role with the rights that this component uses in place of the wide one. The Server chart makes its wide binding again at every upgrade: patch it by a Helm post-renderer or Kustomize, or accept it in the fleet file with a reason.',
          ...narrowRights(where, subject, evidence),
        },
})

/** The operator of the modern generation that runs as the account, which MeshSync shares with it. */
function modernOperator(identity: Identity, workloads: readonly Workload[]): Holder['operator'] {
  const found = workloads.find(
    (workload) =>
      workload.component === 'operator' &&
      workload.generation === 'modern' &&
      identity.kind === 'service-account' &&
      identity.namespace === workload.namespace &&
      identity.name === workload.serviceAccount,
  )
  return found && { version: versionOf(parseImage(mainContainer(found)?.image ?? '')) }
}

interface Duties {
  readonly operator: Holder['operator']
  readonly discovery: Discovery | Failed
}

function judge(
  identity: Identity,
  { operator, discovery }: Duties,
  evidence: RightsEvidence,
): Outcome<Held, z.infer<typeof Bound>> {
  const subject = identitySubject(identity)
  const holder = { identity, operator }
  const bindings = bindingsOf(identity, evidence.rights)
  const excesses = (bindings ?? []).map((binding) => ({ binding, excess: excessOf(binding, holder) }))
  const held = excesses.flatMap(({ binding, excess }) =>
    excess.map(({ what, severity }) => ({ what: `${what} (${bindingLabel(binding)})`, severity })),
  )
  const secrets = (bindings ?? []).filter((binding) => reachesSecrets(binding, holder))
  const unread = 'cause' in discovery
  const needed = operator !== undefined || (!unread && needsSecrets(identity, discovery))
  const excessive = needed || unread ? [] : secrets
  held.push(...excessive.map(secretsOf))
  // What an Operator holds comes with its chart.
  const reads = operator ? undefined : readsOf(identity, discovery)
  if (held.length > 0) {
    const wide = excesses.flatMap(({ binding, excess }) =>
      excess.length > 0 || excessive.includes(binding) ? [binding] : [],
    )
    return fail<Held>(subject, { holds: wordsOf(held), wide: wideBindings(wide), reads }, worstOf(held))
  }
  const everything = effectiveRight(identity, { verb: '*', group: '*', resource: '*' }, evidence)
  if (everything.right === 'allowed') {
    return fail<Held>(subject, { holds: [`every verb on every resource (${everything.by})`], reads })
  }
  if (evidence.rights.status === 'failed') return unknownFrom(evidence.rights, subject)
  if (everything.right === 'unknown') return unknownFrom(everything.failure, subject)
  if (!bindings) return unknown('malformed', 'the bindings that reach it are not in the snapshot', { subject })
  if (!needed && unread && secrets.length > 0) return unknownFrom(discovery, subject)
  return pass(subject, { bindings: bindings.length, secrets: secrets.map(bindingLabel).toSorted() })
}

/** Whether its watch-list has Secrets on it. */
const needsSecrets = (identity: Identity, { list, identities }: Discovery): boolean =>
  watchesSecrets(list) && identities.some((one) => sameIdentity(one, identity))

const secretsOf = (binding: Parameters<typeof bindingLabel>[0]): Excess => ({
  what: `Secrets of ${binding.namespace ? `namespace ${binding.namespace}` : 'every namespace'} (${bindingLabel(binding)})`,
  severity: 'high',
})

const wordsOf = (held: readonly Excess[]): string[] => [...new Set(held.map(({ what }) => what))].toSorted()

const worstOf = (held: readonly Excess[]): Severity =>
  (['high', 'low', 'info'] as const).find((severity) => held.some((one) => one.severity === severity)) ?? 'high'
