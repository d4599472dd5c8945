import type { DigestLine } from '@fleet-auditor/model/digest.ts'
import { targetPartition } from '@fleet-auditor/model/target.ts'
import { counted } from '../counted.ts'

type Place = Pick<DigestLine['clusters'][number], 'target'>

export const isFleet = ({ target }: Place): boolean => target.kind === 'fleet'

/** Where lines are about; each target once, however many lines name it. */
export const placesOf = (lines: readonly Pick<DigestLine, 'clusters'>[]): string =>
  countedPlaces(lines.flatMap(({ clusters }) => clusters))

/** `3 clusters`, `1 cluster, 1 management plane and the fleet`. */
export function countedPlaces(of: readonly Place[]): string {
  const distinct = new Map(of.map(({ target }) => [targetPartition(target), target.kind]))
  const counts = { cluster: 0, plane: 0, fleet: 0 }
  for (const kind of distinct.values()) counts[kind]++
  const places = [
    ...(counts.cluster > 0 ? [counted(counts.cluster, 'cluster')] : []),
    ...(counts.plane > 0 ? [counted(counts.plane, 'management plane')] : []),
    ...(counts.fleet > 0 ? ['the fleet'] : []),
  ]
  const last = places.pop() ?? counted(0, 'cluster')
  return places.length === 0 ? last : `${places.join(', ')} and ${last}`
}
