import type { WaivedTarget } from '@fleet-auditor/checks/waive.ts'
import { eventAt, type Decision } from '@fleet-auditor/model/decision.ts'
import type { FleetFile } from '@fleet-auditor/model/fleet-file.ts'
import type { RunSummary } from '@fleet-auditor/model/run.ts'
import type { Target } from '@fleet-auditor/model/target.ts'
import type { DecisionStore } from '../ports/decision-store.ts'
import type { RunContext } from '../run-context.ts'

interface Reading {
  readonly store: { readonly decisions: Pick<DecisionStore, 'list'> }
}

/**
 * The fleet with what people decided by the CLI or the API until a time (ISO 8601), behind what the fleet file declares:
 * of several waivers that accept a finding the first one counts, so that the reviewed file comes before the store.
 */
export function withDecisions<F extends Pick<FleetFile, 'waivers' | 'attestations'>>(
  fleet: F,
  decisions: readonly Decision[],
  at: string,
): F {
  const events = decisions.map((decision) => eventAt(decision, at))
  return {
    ...fleet,
    waivers: [
      ...fleet.waivers,
      ...events.flatMap((event) => (event?.kind === 'waiver' && event.after ? [event.after] : [])),
    ],
    attestations: [
      ...fleet.attestations,
      ...events.flatMap((event) => (event?.kind === 'attestation' && event.after ? [event.after] : [])),
    ],
  }
}

/** What a waiver selects a target by. `registered`: the cluster as the registry has it. */
export function waivedTarget(target: Target, registered: WaivedTarget | undefined): WaivedTarget {
  if (registered) return registered
  return target.kind === 'plane' ? { planes: [target.key] } : {}
}

/** The context of a run with what was decided before it began. */
export async function decidedContext<C extends Pick<RunContext, 'fleet' | 'startedAt'>>(
  context: C,
  { store }: Reading,
): Promise<C> {
  const decisions = await store.decisions.list()
  return decisions.length === 0
    ? context
    : { ...context, fleet: withDecisions(context.fleet, decisions, context.startedAt) }
}

/** The fleet as a run sees it: every worker of it works by the decisions that it was opened with. */
export const fleetOfRun = (fleet: FleetFile, { decisions }: Pick<RunSummary, 'decisions'>): FleetFile =>
  decisions ? { ...fleet, ...decisions } : fleet

/** What a run is opened with; undefined where nothing was decided. */
export const decisionsOfRun = ({ waivers, attestations }: FleetFile): RunSummary['decisions'] =>
  waivers.length + attestations.length === 0 ? undefined : { waivers, attestations }
