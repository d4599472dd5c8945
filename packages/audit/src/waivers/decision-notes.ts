import { lastDayOf, type Attestation } from '@fleet-auditor/model/attestation.ts'
import { canonical } from '@fleet-auditor/model/canonical.ts'
import type { DecisionNote } from '@fleet-auditor/model/decision-note.ts'
import type { FleetFile } from '@fleet-auditor/model/fleet-file.ts'
import type { ResultSummary } from '@fleet-auditor/model/result-summary.ts'
import type { Waiver } from '@fleet-auditor/model/waiver.ts'
import { attestationLabel, waiverLabel } from '@fleet-auditor/report/digest/decision-text.ts'

const dayMs = 24 * 3600 * 1000
/** Before its last day a waiver or attestation is reported this long: two weeks, so that a renewal passes review. */
const soonDays = 14
/** Open findings that one waiver may accept before it is reported as over-broad. */
const mostAccepted = 50

/** How many open findings each waiver accepts, by its place; undefined: not all clusters were read. */
type AcceptedCounts = ReadonlyMap<number, number> | undefined

/** What people should know of waivers and attestations at a time (ISO 8601), in their order. */
export function decisionNotes(
  { waivers, attestations }: Pick<FleetFile, 'waivers' | 'attestations'>,
  accepted: AcceptedCounts,
  at: string,
): DecisionNote[] {
  return [
    ...waivers.flatMap((waiver, place) => noteOfWaiver(waiver, accepted && (accepted.get(place) ?? 0), at)),
    ...latestOf(attestations).flatMap((attestation) => {
      const note = ending(lastDayOf(attestation), at)
      const { by } = attestation
      const until = lastDayOf(attestation)
      return note ? [{ kind: 'attestation' as const, note, what: attestationLabel(attestation), by, until }] : []
    }),
  ]
}

function noteOfWaiver(waiver: Waiver, findings: number | undefined, at: string): DecisionNote[] {
  const { owner: by, expires: until } = waiver
  const about = { kind: 'waiver', what: waiverLabel(waiver), by, until } as const
  const note = ending(until, at)
  if (note) return [{ ...about, note }]
  if (findings === 0) return [{ ...about, note: 'matches-nothing' }]
  return findings !== undefined && findings > mostAccepted ? [{ ...about, note: 'over-broad', findings }] : []
}

function ending(until: string, at: string): 'ended' | 'ends-soon' | undefined {
  const daysLeft = (Date.parse(until) - Date.parse(at.slice(0, 10))) / dayMs
  if (daysLeft < 0) return 'ended'
  return daysLeft < soonDays ? 'ends-soon' : undefined
}

/** Of attestations of the same the one that counts longest: one that was renewed is no news. */
function latestOf(attestations: readonly Attestation[]): Attestation[] {
  const bySame = Map.groupBy(attestations, ({ attests, planes, clusters }) => canonical([attests, planes, clusters]))
  return [...bySame.values()].flatMap((same) =>
    same.toSorted((a, b) => (lastDayOf(a) < lastDayOf(b) ? 1 : -1)).slice(0, 1),
  )
}

/** Of a run, from the summaries of its targets. */
export function acceptedCounts(summaries: readonly ResultSummary[]): ReadonlyMap<number, number> {
  const counts = new Map<number, number>()
  for (const { acceptedBy = {} } of summaries) {
    for (const [place, count] of Object.entries(acceptedBy)) {
      counts.set(Number(place), (counts.get(Number(place)) ?? 0) + count)
    }
  }
  return counts
}
