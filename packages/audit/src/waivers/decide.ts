import type { Attestation } from '@fleet-auditor/model/attestation.ts'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import { canonical } from '@fleet-auditor/model/canonical.ts'
import type { Decision, DecisionEvent } from '@fleet-auditor/model/decision.ts'
import type { Waiver } from '@fleet-auditor/model/waiver.ts'
import { shortHash } from '../hash.ts'
import type { Clock } from '../ports/clock.ts'
import type { DecisionStore } from '../ports/decision-store.ts'

/** Who decides, and by which way in. */
interface Decider {
  readonly by: string
  readonly via: DecisionEvent['via']
}

interface Deciding {
  readonly decisions: DecisionStore
  readonly clock: Clock
}

/** `made`: there was none, or it had ended; `unchanged`: nothing was written. */
interface Decided {
  readonly decision: Decision
  readonly outcome: 'made' | 'changed' | 'ended' | 'unchanged'
}

/** A waiver or an attestation lasts this long at most, in days: each is looked at once a year. */
const mostDays = 366
const dayMs = 24 * 3600 * 1000

/**
 * Accepts findings until a day. A waiver of the same (check, fingerprint, clusters, planes, subject) is changed. Throws
 * AuditorError `usage` for a day that has passed or is more than 366 days ahead, and without a ticket.
 */
export async function waive(waiver: Waiver, decider: Decider, ports: Deciding): Promise<Decided> {
  const now = ports.clock.now()
  refuseDay(waiver.expires, now, 'expires')
  if (waiver.ticket === undefined) throw refusal('a waiver needs a ticket', 'ticket', 'name where it is followed')
  const { check, fingerprint, clusters, planes, subject } = waiver
  const id = `waiver-${hashOf([check, fingerprint, clusters, planes, subject])}`
  return decide({ id, kind: 'waiver', after: waiver }, decider, ports)
}

/** Answers what no check can see. An attestation of the same, for the same planes or clusters, is changed. */
export async function attest(attestation: Attestation, decider: Decider, ports: Deciding): Promise<Decided> {
  const now = ports.clock.now()
  if (attestation.on > now.slice(0, 10)) {
    throw refusal(`${attestation.on} lies ahead`, 'on', 'name the day on which it was so')
  }
  if (attestation.until !== undefined) refuseDay(attestation.until, now, 'until')
  const { attests, planes, clusters } = attestation
  const id = `attestation-${hashOf([attests, planes, clusters])}`
  return decide({ id, kind: 'attestation', after: attestation }, decider, ports)
}

/** Ends a waiver or an attestation; its history stays. Undefined: there is none with this id. */
export async function endDecision(id: string, decider: Decider, ports: Deciding): Promise<Decided | undefined> {
  const decision = await ports.decisions.find(id)
  return decision && decide({ id, kind: decision.kind }, decider, ports)
}

type Wanted = { readonly id: string } & (
  | { readonly kind: 'waiver'; readonly after?: Waiver }
  | { readonly kind: 'attestation'; readonly after?: Attestation }
)

/** The same once more writes nothing. Of two that decide at once the later one is written after the other. */
async function decide(wanted: Wanted, { by, via }: Decider, ports: Deciding): Promise<Decided> {
  for (;;) {
    const known = await ports.decisions.find(wanted.id)
    const last = known?.events.at(-1)
    if (known && canonical(last?.after) === canonical(wanted.after)) return { decision: known, outcome: 'unchanged' }
    // Never before the event that it follows, whatever this machine's clock shows.
    const now = ports.clock.now()
    const at = last && last.at > now ? last.at : now
    const event: DecisionEvent = { ...wanted, number: (last?.number ?? 0) + 1, at, by, via }
    if (!(await ports.decisions.append(event))) continue
    const decision: Decision = known
      ? { ...known, events: [...known.events, event] }
      : { id: wanted.id, kind: wanted.kind, events: [event] }
    return { decision, outcome: wanted.after === undefined ? 'ended' : last?.after === undefined ? 'made' : 'changed' }
  }
}

function refuseDay(day: string, now: string, place: string): void {
  const days = (Date.parse(day) - Date.parse(now.slice(0, 10))) / dayMs
  if (days < 0) throw refusal(`${day} has passed`, place, 'name a day that lies ahead')
  if (days > mostDays) {
    throw refusal(`${day} is more than ${mostDays} days ahead`, place, 'name an earlier day, and renew it then')
  }
}

const refusal = (message: string, place: string, remedy: string): AuditorError =>
  new AuditorError('usage', message, { place, remedy })

const hashOf = (about: unknown): string => shortHash(canonical(about)).slice(0, 16)
