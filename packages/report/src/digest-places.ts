import type { DigestLine } from '@fleet-auditor/model/digest.ts'
import { counted } from './slack-text.ts'

/** The fleet as a whole and its planes stand among clusters by these names; a cluster's begins with its provider. */
export const isFleet = (name: string): boolean => name === 'fleet'
const isPlane = (name: string): boolean => name.startsWith('plane:')

type Place = Pick<DigestLine['clusters'][number], 'cluster'>

/** Where lines are about; each place once, however many lines name it. */
export const placesOf = (lines: readonly Pick<DigestLine, 'clusters'>[]): string =>
  countedPlaces(lines.flatMap(({ clusters }) => clusters))

/** `3 clusters`, `1 cluster, 1 plane and the fleet`. */
export function countedPlaces(of: readonly Place[]): string {
  const names = [...new Set(of.map(({ cluster }) => cluster))]
  const planes = names.filter(isPlane).length
  const fleets = names.filter(isFleet).length
  const clusters = names.length - planes - fleets
  const places = [
    ...(clusters > 0 ? [counted(clusters, 'cluster')] : []),
    ...(planes > 0 ? [counted(planes, 'plane')] : []),
    ...(fleets > 0 ? ['the fleet'] : []),
  ]
  const last = places.pop() ?? counted(0, 'cluster')
  return places.length === 0 ? last : `${places.join(', ')} and ${last}`
}
