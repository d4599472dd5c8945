import { matches } from '@fleet-auditor/model/selector.ts'
import { fleetTarget, type Target } from '@fleet-auditor/model/target.ts'
import { isCalled, unknownCluster } from '../discovery/select-clusters.ts'
import type { RegisteredCluster } from '../ports/store.ts'

/** A target with the name that people know it by: its id, `plane:<name>` or `fleet`. */
export interface NamedTarget {
  readonly target: Target
  readonly name: string
  readonly registered?: RegisteredCluster
}

/** The targets that a word names, or all that the registry knows. Throws AuditorError `usage` for a word that names none. */
export function askedTargets(registry: readonly RegisteredCluster[], word: string | undefined): NamedTarget[] {
  const targets = [...registry.map(namedCluster), ...planesOf(registry), { target: fleetTarget, name: 'fleet' }]
  if (word === undefined) return targets
  const named = targets.filter(({ target, registered }) =>
    registered ? isCalled(registered.cluster, word) : matches([word], [target.key]),
  )
  if (named.length > 0) return named
  throw unknownCluster(word, registry)
}

const namedCluster = (registered: RegisteredCluster): NamedTarget => ({
  target: { kind: 'cluster', key: registered.key },
  name: registered.cluster.id,
  registered,
})

/** Planes that claim no cluster have no records either. */
const planesOf = (registry: readonly RegisteredCluster[]): NamedTarget[] =>
  [...new Set(registry.flatMap(({ planes }) => planes))].map((key) => ({
    target: { kind: 'plane', key },
    name: `plane:${key}`,
  }))

/** Without clusters that are gone: nothing of those is left to answer. */
export const existing = (targets: readonly NamedTarget[]): NamedTarget[] =>
  targets.filter(({ registered }) => registered?.goneIn === undefined)
