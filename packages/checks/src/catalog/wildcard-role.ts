import type { Plane } from '@fleet-auditor/model/fleet-file.ts'
import type { Identity } from '@fleet-auditor/model/identity.ts'
import { parseImage, versionOf } from '@fleet-auditor/model/image-reference.ts'
import type { Failed, Section } from '@fleet-auditor/model/section.ts'
import type { Severity } from '@fleet-auditor/model/severity.ts'
import type { SectionValue } from '@fleet-auditor/model/snapshot.ts'
import type { Workload } from '@fleet-auditor/model/workload.ts'
import { z } from 'zod'
import { defineCheck } from '../define.ts'
import { atLeastOne } from '../facts/at-least-one.ts'
import { accountsOf, discoverers } from '../facts/discovering-identities.ts'
import {
  bindingLabel,
  bindingsOf,
  effectiveRight,
  identitySubject,
  sameIdentity,
  type RightsEvidence,
} from '../facts/effective-right.ts'
import { excessOf, reachesSecrets, type Holder } from '../facts/excess-rights.ts'
import { ownContainer } from '../facts/meshery.ts'
import type { Excess } from '../facts/operator-role.ts'
import { watchesSecrets, watchListOf } from '../facts/watch-list.ts'
import { fail, pass, unknown, unknownFrom, type Outcome } from '../outcome.ts'
import { narrowRights } from '../remedies/narrow-rights.ts'
import { upgradeOperator } from '../remedies/upgrade-operator.ts'

const Held = z.strictObject({ holds: z.array(z.string()) })
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
  evaluate({ workloads, rights, reviews, brokers, meshSyncs }, { provider, planes }) {
    const evidence = { rights, reviews, provider }
    const watching = secretWatchers(workloads, { brokers, meshSyncs }, planes)
    return atLeastOne(
      accountsOf(workloads).map((identity) =>
        judge(identity, { operator: modernOperator(identity, workloads), watching }, evidence),
      ),
      'no Meshery workload here',
    )
  },
  describe: (_, { holds }) =>
    `holds ${holds.slice(0, 4).join('; ')}${holds.length > 4 ? ` and ${holds.length - 4} more` : ''}`,
  remedy: (subject, _, where) =>
    subject.name === 'meshery-operator'
      ? upgradeOperator(where, subject)
      : {
          summary:
            'Bind a role with the rights that this component uses in place of the wide one. The Server chart makes its wide binding again at every upgrade: patch it by a Helm post-renderer or Kustomize, or accept it in the fleet file with a reason.',
          ...narrowRights(where, subject),
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
  return found && { version: versionOf(parseImage(ownContainer(found)?.image ?? '')) }
}

interface Resources {
  readonly brokers: Section<SectionValue<'brokers'>>
  readonly meshSyncs: Section<SectionValue<'meshSyncs'>>
}

/** Who watches Secrets for discovery, by the watch-list. */
function secretWatchers(
  workloads: readonly Workload[],
  { brokers, meshSyncs }: Resources,
  planes: readonly Plane[],
): readonly Identity[] | Failed {
  if (brokers.status === 'failed') return brokers
  if (meshSyncs.status === 'failed') return meshSyncs
  return watchesSecrets(watchListOf(meshSyncs.value))
    ? discoverers(workloads, [...brokers.value, ...meshSyncs.value], planes).identities
    : []
}

interface Duties {
  readonly operator: Holder['operator']
  readonly watching: readonly Identity[] | Failed
}

function judge(
  identity: Identity,
  { operator, watching }: Duties,
  evidence: RightsEvidence,
): Outcome<z.infer<typeof Held>, z.infer<typeof Bound>> {
  const subject = identitySubject(identity)
  const holder = { identity, operator }
  const bindings = bindingsOf(identity, evidence.rights)
  const held = (bindings ?? []).flatMap((binding) =>
    excessOf(binding, holder).map(({ what, severity }) => ({ what: `${what} (${bindingLabel(binding)})`, severity })),
  )
  const secrets = (bindings ?? []).filter((binding) => reachesSecrets(binding, holder))
  const unknownWatcher = 'cause' in watching
  const needed = operator !== undefined || (!unknownWatcher && watching.some((one) => sameIdentity(one, identity)))
  if (!needed && !unknownWatcher) held.push(...secrets.map(secretsOf))
  if (held.length > 0) return fail(subject, { holds: wordsOf(held) }, worstOf(held))
  const everything = effectiveRight(identity, { verb: '*', group: '*', resource: '*' }, evidence)
  if (everything.right === 'allowed') {
    return fail(subject, { holds: [`every verb on every resource (${everything.by})`] })
  }
  if (evidence.rights.status === 'failed') return unknownFrom(evidence.rights, subject)
  if (everything.right === 'unknown') return unknownFrom(everything.failure, subject)
  if (!bindings) return unknown('malformed', 'the bindings that reach it are not in the snapshot', { subject })
  if (!needed && unknownWatcher && secrets.length > 0) return unknownFrom(watching, subject)
  return pass(subject, { bindings: bindings.length, secrets: secrets.map(bindingLabel).toSorted() })
}

const secretsOf = (binding: Parameters<typeof bindingLabel>[0]): Excess => ({
  what: `Secrets of ${binding.namespace ? `namespace ${binding.namespace}` : 'every namespace'} (${bindingLabel(binding)})`,
  severity: 'high',
})

const wordsOf = (held: readonly Excess[]): string[] => [...new Set(held.map(({ what }) => what))].toSorted()

const worstOf = (held: readonly Excess[]): Severity =>
  (['high', 'low', 'info'] as const).find((severity) => held.some((one) => one.severity === severity)) ?? 'high'
