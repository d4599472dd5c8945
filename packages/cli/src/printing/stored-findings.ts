import { asOf, notStoredAt } from '@fleet-auditor/audit/history/findings-as-of.ts'
import { flappingOf } from '@fleet-auditor/audit/history/flapping.ts'
import { mapConcurrent } from '@fleet-auditor/audit/map-concurrent.ts'
import type { FleetStore } from '@fleet-auditor/audit/ports/fleet-store.ts'
import type { StoredFinding } from '@fleet-auditor/audit/ports/store.ts'
import type { NamedTarget } from '@fleet-auditor/audit/queries/asked-targets.ts'
import type { LastReading } from '@fleet-auditor/audit/queries/last-readings.ts'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import { retentionDays } from '@fleet-auditor/model/retention.ts'
import { isAtLeast, severityRank, type Severity } from '@fleet-auditor/model/severity.ts'
import { targetPartition } from '@fleet-auditor/model/target.ts'
import { staleSinceOf } from '@fleet-auditor/report/present-finding.ts'
import { clock } from '../wiring/clock.ts'
import type { NamedFinding } from './finding-rows.ts'

interface AskedFindings {
  readonly state: 'open' | 'resolved' | 'any'
  readonly check?: string
  readonly severity?: Severity
  readonly cluster?: string
  /** ISO 8601: those that were open then, as they stood. */
  readonly asOf?: string
  readonly targets: readonly NamedTarget[]
}

/** Histories read at once. */
const width = 32

/** The findings asked for, worst first, by the names of their targets. */
export async function storedFindings(
  { state, check, severity, cluster, asOf: at, targets }: AskedFindings,
  readings: readonly LastReading[],
  store: FleetStore,
): Promise<NamedFinding[]> {
  const asked = new Map(targets.map((each) => [targetPartition(each.target), each]))
  const wanted = at !== undefined || state === 'any' ? undefined : state
  const all = (await store.queryFindings({ state: wanted, check })).filter(
    ({ target }) => cluster === undefined || asked.has(targetPartition(target)),
  )
  const found = (at === undefined ? all : await openAt(at, all, store))
    .filter((finding) => severity === undefined || isAtLeast(finding.severity, severity))
    .toSorted((a, b) => severityRank(a.severity) - severityRank(b.severity) || (a.changedAt < b.changedAt ? 1 : -1))
  const flaps = at === undefined ? await flapsOf(found, store) : new Map<string, number>()
  const read = new Map(readings.map((reading) => [reading.registered.key, reading]))
  return found.map((stored) => {
    const { flips: _, ...finding } = stored
    const { key } = finding.target
    const reading = at === undefined ? read.get(key) : undefined
    return {
      ...finding,
      cluster: asked.get(targetPartition(finding.target))?.name ?? key,
      staleSince: reading && staleSinceOf(finding, reading),
      flapping: flaps.get(finding.fingerprint),
    }
  })
}

async function openAt(at: string, stored: readonly StoredFinding[], store: FleetStore): Promise<StoredFinding[]> {
  const refusal = notStoredAt(at, retentionDays, clock)
  if (refusal) throw new AuditorError('usage', refusal.message, { place: '--as-of', remedy: refusal.remedy })
  const then = await mapConcurrent(stored, width, asOf(at, store))
  return then.filter((finding) => finding !== undefined)
}

/** Only the histories of targets are read of which a finding changed often. */
async function flapsOf(findings: readonly StoredFinding[], store: FleetStore): Promise<ReadonlyMap<string, number>> {
  const often = findings.filter(({ flips }) => flips !== undefined)
  const byTarget = [...Map.groupBy(often, ({ target }) => targetPartition(target)).values()]
  const counts = await mapConcurrent(byTarget, width, async (own) => {
    const fingerprints = own.map(({ fingerprint }) => fingerprint)
    return own[0] ? [...(await flappingOf(own[0].target, fingerprints, store))] : []
  })
  return new Map(counts.flat())
}
