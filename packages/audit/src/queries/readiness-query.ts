import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import type { FleetFile, Plane } from '@fleet-auditor/model/fleet-file.ts'
import { nearest } from '@fleet-auditor/model/nearest.ts'
import type { Readiness } from '@fleet-auditor/model/readiness.ts'
import { isCalled } from '../discovery/select-clusters.ts'
import type { RegisteredCluster } from '../ports/store.ts'

/** What a readiness report is about; clusters that are gone are in none. `since`: ISO 8601. */
export interface ReadinessQuery {
  readonly clusters: readonly RegisteredCluster[]
  readonly planes: readonly Plane[]
  readonly asked: Readiness['asked']
  readonly since?: string
}

/**
 * The targets that were asked for: one plane with the clusters that it manages, clusters by id, name or glob, or all.
 * Throws AuditorError `usage` (place `plane` or `cluster`) for a word that names none.
 */
export function readinessQuery(
  asked: Readiness['asked'],
  { planes }: Pick<FleetFile, 'planes'>,
  registry: readonly RegisteredCluster[],
): ReadinessQuery {
  const { plane, cluster } = asked
  const known = registry.filter(({ goneIn }) => goneIn === undefined)
  const claimed = plane === undefined ? known : known.filter((one) => one.planes.includes(plane))
  const found = planes.filter(({ name }) => plane === undefined || name === plane)
  if (plane !== undefined && found.length === 0) throw unknownPlane(plane, planes)
  if (cluster === undefined) return { asked, clusters: claimed, planes: found }
  const clusters = claimed.filter((one) => isCalled(one.cluster, cluster))
  if (clusters.length === 0) throw unknownCluster(cluster, claimed)
  return { asked, clusters, planes: [] }
}

function unknownPlane(plane: string, planes: readonly Plane[]): AuditorError {
  const names = planes.map(({ name }) => name)
  const remedy =
    names.length === 0
      ? 'the fleet file declares no management plane'
      : didYouMean(plane, names, `it declares ${names.join(', ')}`)
  return new AuditorError('usage', `no management plane is called ${plane}`, { place: 'plane', remedy })
}

function unknownCluster(cluster: string, known: readonly RegisteredCluster[]): AuditorError {
  const names = known.flatMap((one) => [one.cluster.name, one.cluster.id])
  const remedy = didYouMean(cluster, names, 'list them with: fleet-auditor clusters')
  return new AuditorError('usage', `no cluster that was audited is called ${cluster}`, { place: 'cluster', remedy })
}

function didYouMean(word: string, names: readonly string[], otherwise: string): string {
  const near = nearest(word, names)
  return near === undefined ? otherwise : `did you mean ${near}?`
}
