import type { ClusterFacts } from '@fleet-auditor/model/cluster-facts.ts'
import type { Plane } from '@fleet-auditor/model/fleet-file.ts'
import { regionCoordinates, roundTripFloor } from '@fleet-auditor/model/region.ts'
import type { Subject } from '@fleet-auditor/model/subject.ts'
import { z } from 'zod'
import { defineFleetCheck } from '../define.ts'
import { mayBeThere } from '../facts/fleet/may-be-there.ts'
import { action, fail, notApplicable, pass, unknown, type Outcome } from '../outcome.ts'
import { byPerson } from '../remedies/change-workload.ts'

const Here = z.strictObject({
  /** Clusters whose region is known. */
  clusters: z.number().int(),
  /** Median of the least round trips that distance allows, ms. */
  medianMs: z.number().int(),
})
const Distant = Here.extend({
  nearer: z.string(),
  /** How many of them would be nearer to that region. */
  count: z.number().int(),
  thereMs: z.number().int(),
})
type Answer = Outcome<z.infer<typeof Distant>, z.infer<typeof Here>>
type Coordinates = Parameters<typeof roundTripFloor>[0]

/** Median milliseconds saved below which a move is not worth a thought. */
const leastSaving = 20

export const distantPlane = defineFleetCheck({
  id: 'distant-plane',
  title: 'A plane that is far from most of its clusters',
  severity: 'info',
  ruleVersion: 1,
  group: 'multi-cluster',
  answers: ['private-connectivity', 'topology'],
  rule: 'Of the clusters that a plane claims and whose region is known: more than half would be nearer to one other of their regions, and the median of the least round trips (along the great circle, at two thirds of the speed of light) would fall by 20 ms or more. Unknown where the region of the plane, or of every cluster, is not known.',
  why: 'Each deployment and each event pays for this distance many times over; where most clusters are elsewhere the plane is in the wrong place, or one more is due.',
  source: 'Meshery documentation, Multi-Cluster & Multi-Cloud Operations: cross-region latency',
  evidence: Distant,
  passEvidence: Here,
  material: ['nearer'],
  evaluate({ clusters, planes }) {
    const [first, ...rest] = planes.map((plane) => judge(plane, clusters))
    return first ? [first, ...rest] : [notApplicable('the fleet file declares no plane')]
  },
  describe: (_, { clusters, medianMs, nearer, count, thereMs }) =>
    `${count} of ${clusters} clusters would be nearer to ${nearer}: by distance alone a median of ${thereMs} ms there, ${medianMs} ms here`,
  remedy: (subject, evidence) =>
    byPerson(
      `Run ${subject.name} in ${evidence?.nearer ?? 'the region of most of its clusters'}, or a second plane there that claims those clusters.`,
      { kind: 'fleet-file', name: 'planes[].region' },
    ),
})

interface Place {
  readonly region: string
  readonly at: Coordinates
}

function judge(plane: Plane, clusters: readonly ClusterFacts[]): Answer {
  const subject: Subject = { kind: 'Plane', name: plane.name }
  const claimed = clusters.filter((facts) => mayBeThere(facts) && facts.planes.includes(plane.name))
  if (claimed.length === 0) return notApplicable('it claims no cluster')
  const here = plane.coordinates ?? (plane.region === undefined ? undefined : regionCoordinates(plane.region))
  if (!here) {
    const grant = action('name planes[].region of it in the fleet file, or its coordinates')
    return unknown('undeclared', 'where it runs is not declared, or no place is known of that region', {
      subject,
      grant,
    })
  }
  const places = claimed.flatMap(({ cluster: { region } }): Place[] => {
    const at = region === undefined ? undefined : regionCoordinates(region)
    return region !== undefined && at ? [{ region, at }] : []
  })
  if (places.length === 0) {
    const grant = action('name the clusters by sources of their cloud, which knows their regions')
    return unknown('undeclared', 'the region of none of its clusters is known', { subject, grant })
  }
  const medianMs = medianFrom(here, places)
  const better = betterRegion(here, places)
  const seen = { clusters: places.length, medianMs }
  if (!better || medianMs - better.thereMs < leastSaving) return pass(subject, seen)
  return fail(subject, { ...seen, ...better })
}

/** The region of a cluster to which most of them would be nearer: the one with the least median. */
function betterRegion(here: Coordinates, places: readonly Place[]) {
  const regions = new Map(places.map(({ region, at }) => [region, at]))
  const candidates = [...regions].map(([nearer, there]) => ({
    nearer,
    count: places.filter(({ at }) => roundTripFloor(there, at) < roundTripFloor(here, at)).length,
    thereMs: medianFrom(there, places),
    total: places.reduce((sum, { at }) => sum + roundTripFloor(there, at), 0),
  }))
  return candidates
    .filter(({ count }) => count > places.length / 2)
    .toSorted((a, b) => a.thereMs - b.thereMs || a.total - b.total || (a.nearer < b.nearer ? -1 : 1))
    .map(({ nearer, count, thereMs }) => ({ nearer, count, thereMs }))[0]
}

function medianFrom(place: Coordinates, places: readonly Place[]): number {
  const sorted = places.map(({ at }) => roundTripFloor(place, at)).toSorted((a, b) => a - b)
  return Math.round(sorted[Math.floor((sorted.length - 1) / 2)] ?? 0)
}
