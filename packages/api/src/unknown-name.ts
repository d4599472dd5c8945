import { isCalled } from '@fleet-auditor/audit/discovery/select-clusters.ts'
import type { RegisteredCluster } from '@fleet-auditor/audit/ports/store.ts'
import type { RegistryFilter } from '@fleet-auditor/audit/queries/registry-filter.ts'
import type { FleetFile } from '@fleet-auditor/model/fleet-file.ts'
import { nearest } from '@fleet-auditor/model/nearest.ts'

type Named = Exclude<keyof RegistryFilter, 'providers'>
type Words = (registry: readonly RegisteredCluster[], fleet: FleetFile) => readonly string[]

const present = (words: readonly (string | undefined)[]): string[] => words.filter((word) => word !== undefined)

const wordsOf: Readonly<Record<Named, Words>> = {
  cluster: (registry) => registry.flatMap(({ cluster }) => [cluster.id, cluster.name]),
  region: (registry) => present(registry.map(({ cluster }) => cluster.region)),
  plane: (registry, fleet) => [...fleet.planes.map(({ name }) => name), ...registry.flatMap(({ planes }) => planes)],
  team: (registry, fleet) => [...fleet.teams.map(({ name }) => name), ...present(registry.map(({ team }) => team))],
}

export interface UnknownName {
  readonly detail: string
  readonly remedy?: string
}

/** The first value of a filter that names nothing in this fleet: a list that is empty for a typo reads as clean. */
export function unknownName(
  filter: RegistryFilter,
  registry: readonly RegisteredCluster[],
  fleet: FleetFile,
): UnknownName | undefined {
  for (const name of ['cluster', 'region', 'plane', 'team'] as const) {
    const word = filter[name]
    if (word === undefined) continue
    const words = wordsOf[name](registry, fleet)
    const known = name === 'cluster' ? registry.some((each) => isCalled(each.cluster, word)) : words.includes(word)
    if (known) continue
    return notFound(name, word, words)
  }
  return undefined
}

export function notFound(kind: string, word: string, words: readonly string[]): UnknownName {
  const near = nearest(word, words)
  return { detail: `no ${kind} of this fleet is called ${word}`, remedy: near ? `did you mean ${near}?` : undefined }
}
