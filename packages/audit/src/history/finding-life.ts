import { waiverOf, type WaivedTarget } from '@fleet-auditor/checks/waive.ts'
import { appliedWaiver, type AppliedWaiver } from '@fleet-auditor/model/applied-waiver.ts'
import { canonical } from '@fleet-auditor/model/canonical.ts'
import type { Change, ChangeKind, Finding, Resolution } from '@fleet-auditor/model/finding.ts'
import type { Severity } from '@fleet-auditor/model/severity.ts'
import type { StoredVerdict } from '@fleet-auditor/model/verdict.ts'
import type { Waiver } from '@fleet-auditor/model/waiver.ts'
import type { FindingHistory } from '../ports/finding-pages.ts'
import { changesAfter, type ChangeStore, type RunOfTarget } from './changes-after.ts'
import { flipsWithin } from './flapping.ts'

/** One change of a finding, by the run that brought it. */
export interface LifeEvent {
  /** `unchanged`: only its evidence, its rule or its manager did. */
  readonly kind: ChangeKind
  readonly run: string
  /** ISO 8601. */
  readonly at: string
  readonly severity: Severity
  /** The severity before, where it changed. */
  readonly from?: Severity
  readonly ruleVersion: number
  /** The change came with another rule version, not from the cluster. */
  readonly rule: boolean
  /** Why it was resolved. */
  readonly resolution?: Resolution
  /** The waiver in force now that accepts it on that day. */
  readonly waived?: AppliedWaiver
}

/** What a finding went through. */
export interface FindingLife {
  /** Oldest first. */
  readonly events: readonly LifeEvent[]
  /** Earlier changes by kind, oldest first, whose runs are no longer stored. */
  readonly earlier: readonly string[]
  /** How often it opened or was resolved in the last 14 runs, where that is flapping. */
  readonly flapping?: number
}

interface Accepting {
  readonly waivers: readonly Waiver[]
  /** What the finding is about, as waivers select it. */
  readonly on: WaivedTarget
}

/** The whole life of a finding, as far back as its target's records are stored. */
export async function findingLife(
  { finding, transitions }: FindingHistory,
  accepting: Accepting,
  store: ChangeStore,
): Promise<FindingLife> {
  const { runs } = await changesAfter(finding.target, undefined, store)
  const events = runs.flatMap((run) => {
    const event = eventIn(run, finding)
    return event ? [{ ...event, waived: waivedAt(event.at, finding, accepting) }] : []
  })
  return {
    events,
    earlier: transitions.slice(0, Math.max(0, transitions.length - events.length)),
    flapping: flipsWithin(runs, finding.fingerprint),
  }
}

function eventIn({ run, takenAt, first, changes, record }: RunOfTarget, finding: Finding): LifeEvent | undefined {
  if (first) {
    return record.incarnation === finding.incarnation
      ? openedByFirst(record.verdicts, finding, { run, at: takenAt })
      : undefined
  }
  const change = changes.find((each) => each.finding.fingerprint === finding.fingerprint)
  return change && eventOf(change)
}

const eventOf = ({ kind, finding, from, rule }: Change): LifeEvent => ({
  kind,
  run: finding.changedIn,
  at: finding.changedAt,
  severity: finding.severity,
  from,
  ruleVersion: finding.ruleVersion,
  rule,
  resolution: finding.resolution,
})

/** A first record counts its changes and does not list them: what failed in it was opened. */
function openedByFirst(
  verdicts: readonly StoredVerdict[],
  finding: Finding,
  when: Pick<LifeEvent, 'run' | 'at'>,
): LifeEvent | undefined {
  const failed = verdicts.find((verdict) => isOf(verdict, finding))
  if (!failed && finding.openedIn !== when.run) return undefined
  const { severity, ruleVersion } = failed ?? finding
  return { kind: 'opened', ...when, severity, ruleVersion, rule: false }
}

/** Whether a verdict is the failure that a finding is of. */
export const isOf = (verdict: StoredVerdict, { check, subject }: Pick<Finding, 'check' | 'subject'>): boolean =>
  verdict.verdict === 'fail' && verdict.check === check && canonical(verdict.subject) === canonical(subject)

function waivedAt(at: string, finding: Finding, { waivers, on }: Accepting): AppliedWaiver | undefined {
  const waiver = waiverOf(finding, on, waivers, at)
  return waiver && appliedWaiver(waiver)
}
