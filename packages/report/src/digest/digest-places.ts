import type { DigestLine } from '@fleet-auditor/model/digest.ts'
import { Presence, presenceWords } from '@fleet-auditor/model/presence.ts'
import type { RunSummary } from '@fleet-auditor/model/run.ts'
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

/** `Meshery found in 9, traces only in 1, none found in 3`: in how many clusters; empty where it was not counted. */
export function presenceText(counts: RunSummary['counts']): string {
  const presence = counts?.presence
  if (!presence) return ''
  const words = Presence.options.filter((word) => presence[word] > 0)
  return words.map((word) => `${presenceWords[word]} in ${presence[word]}`).join(', ')
}
