import type { Identity } from '@fleet-auditor/model/identity.ts'
import type { Failed } from '@fleet-auditor/model/section.ts'
import { z } from 'zod'
import { defineCheck } from '../define.ts'
import { atLeastOne } from '../facts/at-least-one.ts'
import { discoverers } from '../facts/discovering-identities.ts'
import { effectiveRight, identitySubject, type RightsEvidence } from '../facts/effective-right.ts'
import { typeName, watchListOf, type WatchedType, type WatchList } from '../facts/watch-list.ts'
import { fail, notApplicable, nothingHere, pass, unknownFrom, type Outcome } from '../outcome.ts'
import { grantStep, roleFor } from '../remedies/grant-step.ts'
import { ask } from '../remedies/shell-command.ts'

const Watched = z.strictObject({ watched: z.number().int(), from: z.string() })
const Gap = Watched.extend({ missing: z.array(z.string()), unsettled: z.number().int() })

export const discoveryPermissionGap = defineCheck({
  id: 'discovery-permission-gap',
  title: 'MeshSync may not watch types on its watch-list',
  severity: 'high',
  ruleVersion: 3,
  group: 'security',
  answers: ['least-privilege', 'node-watch', 'component-meshsync'],
  rule: 'For every identity that discovers the cluster, each real API type of its effective watch-list (MeshSync resource, else the built-in default) must be listable and watchable cluster-wide, by the roles bound to it. Nodes are left to missing-node-watch where that applies.',
  why: 'The operator’s own role covers 5 of the 21 types that MeshSync watches by default. What it may not watch never appears in the plane, and nothing reports it: MeshSync stays Ready.',
  source: 'meshery-operator role against MeshSync’s watch-list',
  evidence: Gap,
  passEvidence: Watched,
  material: ['missing'],
  needs: ['workloads', 'brokers', 'meshSyncs'],
  uses: ['rights', 'reviews'],
  evaluate({ workloads, brokers, meshSyncs, rights, reviews }, { planes, provider }) {
    const who = discoverers(workloads, [...brokers, ...meshSyncs], planes)
    if (who.none !== undefined) return [nothingHere(who.none)]
    const watched = watchListOf(meshSyncs)
    if (watched.types.length === 0) return [notApplicable(`watches nothing: ${watched.from}`)]
    const judged = watched.types.filter((type) => provider === 'kubeconfig' || typeName(type) !== 'nodes')
    const evidence = { rights, reviews, provider }
    const outcomes = who.identities.map((identity) => judge(identity, { ...watched, judged }, evidence))
    return atLeastOne([...outcomes, ...who.undeclared], 'no identity discovers this cluster')
  },
  describe: (_, { watched, missing, unsettled }) => {
    const open = unsettled === 0 ? '' : ' (more may be missing: not every right could be read)'
    return `may not list and watch ${missing.length} of ${watched} types it watches: ${missing.join(', ')}${open}`
  },
  remedy: (subject, evidence, where) => ({
    summary:
      'Take the types that you do not need off the watch-list first, Secrets above all. Then grant list and watch on exactly the rest.',
    steps: [
      {
        summary:
          'Narrow the watch-list (MeshSync resource, spec.watch-list; in Meshery: Connections, Configure Operator, MeshSync & Broker), and audit again: what is off it needs no grant.',
        actsOn: { kind: 'meshery-settings', name: 'Configure Operator, MeshSync & Broker' },
        interrupts: 'MeshSync reads the list at start. What is off it is no longer shown.',
        commands: [],
      },
      grantStep(where, {
        summary: 'Grant list and watch on what is missing.',
        role: roleFor('meshery-discovery', subject),
        rules: ['--verb', 'list,watch', '--resource', evidence?.missing.join(',') ?? missingTypes],
        to: subject,
      }),
    ],
  }),
})

function judge(
  identity: Identity,
  watched: WatchList & { readonly judged: readonly WatchedType[] },
  evidence: RightsEvidence,
): Outcome<z.infer<typeof Gap>, z.infer<typeof Watched>> {
  const subject = identitySubject(identity)
  const missing: string[] = []
  let doubt: Failed | undefined
  let unsettled = 0
  for (const type of watched.judged) {
    for (const verb of ['list', 'watch']) {
      const right = effectiveRight(identity, { verb, group: type.group, resource: type.resource }, evidence)
      if (right.right === 'denied' && !missing.includes(typeName(type))) missing.push(typeName(type))
      if (right.right === 'unknown') {
        doubt ??= right.failure
        unsettled++
      }
    }
  }
  const facts = { watched: watched.types.length, from: watched.from }
  if (missing.length > 0) return fail(subject, { ...facts, missing: missing.toSorted(), unsettled })
  return doubt ? unknownFrom(doubt, subject) : pass(subject, facts)
}

const missingTypes = ask('MISSING_TYPES', 'the missing types, joined by commas')
