import type { Check } from '@fleet-auditor/checks/define.ts'
import type { Attestable } from '@fleet-auditor/model/attestable.ts'
import { counts, lastDayOf, type Attestation } from '@fleet-auditor/model/attestation.ts'
import type { ItemAnswer, ItemAttestation, ItemEvidence, ItemState } from '@fleet-auditor/model/readiness.ts'
import type { StoredVerdict } from '@fleet-auditor/model/verdict.ts'
import type { Waiver } from '@fleet-auditor/model/waiver.ts'
import { checkEvidence } from './check-evidence.ts'
import type { MappedItem } from './checklist-map.ts'

/** What is known of one target. */
interface AnsweringTarget {
  readonly kind: 'cluster' | 'plane'
  readonly verdicts: ReadonlyMap<string, readonly StoredVerdict[]>
  /** Of a target that could not be read, or that no run has read. */
  readonly unread?: string
  /** Those that hold for this target, whether they count today or not. */
  readonly attestations: readonly Attestation[]
  readonly waiverOf: (verdict: StoredVerdict) => Waiver | undefined
  /** ISO 8601; decides which attestations count. */
  readonly at: string
}

/** One item for one target; undefined where nothing answers it for a target of this kind. */
export function answerItem({ item, checks, attestables }: MappedItem, target: AnsweringTarget): ItemAnswer | undefined {
  // A check of the fleet answers by cluster.
  const asked = checks.filter(({ scope }) => (scope === 'plane' ? 'plane' : 'cluster') === target.kind)
  const attestable = attestables.find(({ scope }) => scope === target.kind)
  if (asked.length === 0 && !attestable) return undefined
  const evidence = asked.map((check) => evidenceOf(check, target))
  const attestation = attestable && attestationOf(attestable, target)
  return { item: item.id, state: stateOf(evidence, attestation), checks: evidence, attestation }
}

function evidenceOf(check: Check, { verdicts, unread, waiverOf }: AnsweringTarget): ItemEvidence {
  const answers = verdicts.get(check.id)
  if (answers?.[0]) return checkEvidence(check, [answers[0], ...answers.slice(1)], waiverOf)
  const text = unread ?? 'the last run did not ask it'
  return { check: check.id, verdict: 'unknown', text, answers: 0 }
}

/**
 * A failure counts, accepted or not: a waiver names who bears it, and does nothing about it. One of severity info asks for
 * nothing. What is unknown, or not attested, is never met.
 */
function stateOf(evidence: readonly ItemEvidence[], attestation: ItemAttestation | undefined): ItemState {
  if (evidence.some(({ verdict, severity }) => verdict === 'fail' && severity !== 'info')) return 'not-met'
  if (evidence.some(({ verdict }) => verdict === 'unknown')) return 'unknown'
  if (attestation) return attestation.state === 'valid' ? 'attested' : 'unknown'
  return evidence.some(({ verdict }) => verdict === 'pass' || verdict === 'fail') ? 'met' : 'not-applicable'
}

/** The one that counts longest; else the one that expired last. */
function attestationOf({ id, confirms }: Attestable, { attestations, at }: AnsweringTarget): ItemAttestation {
  const given = attestations
    .filter(({ attests, on }) => attests === id && on <= at.slice(0, 10))
    .toSorted((a, b) => (lastDayOf(a) < lastDayOf(b) ? 1 : -1))
  const [latest] = given
  if (!latest) return { id, state: 'missing', confirms }
  const { by, on, evidence, note } = latest
  const state = counts(latest, at) ? 'valid' : 'expired'
  return { id, state, confirms, by, on, until: lastDayOf(latest), evidence, note }
}
