import type { CheckOverride } from '@fleet-auditor/model/fleet-file.ts'
import { presenceOf } from '@fleet-auditor/model/presence.ts'
import { selects } from '@fleet-auditor/model/selector.ts'
import type { Severity } from '@fleet-auditor/model/severity.ts'
import type { SectionName, Sections } from '@fleet-auditor/model/snapshot.ts'
import type { Verdict } from '@fleet-auditor/model/verdict.ts'
import type { ClusterContext, FleetContext, PlaneContext } from './context.ts'
import type { AnyClusterCheck, Check, FleetCheck, Outcomes, PlaneCheck } from './define.ts'
import { materialOf } from './evidence.ts'
import { managerOf } from './facts/manager-of.ts'
import { action, notApplicable, unknown, unknownFrom, type Outcome } from './outcome.ts'

/** What of a fleet file bears on judging: overrides by selector. */
interface Judging {
  readonly overrides: readonly CheckOverride[]
}

/** Judges one cluster by every check given. The order of verdicts is the order of checks, then of outcomes. */
export function evaluateCluster(
  checks: readonly AnyClusterCheck[],
  sections: Sections,
  context: ClusterContext,
  judging: Judging,
): Verdict[] {
  const verdicts: Verdict[] = []
  for (const check of checks) {
    const override = judging.overrides.find((o) => o.check === check.id && selects(o.clusters, context.cluster))
    if (override?.skip) {
      verdicts.push(toVerdict(check, notApplicable(`skipped by the fleet file: ${override.reason}`), undefined))
      continue
    }
    for (const outcome of judge(check, sections, context)) {
      verdicts.push(withManager(toVerdict(check, outcome, override?.severity), sections))
    }
  }
  return verdicts
}

/** Judges the fleet as a whole. Overrides select by the cluster that a fleet finding is about, so none apply here. */
export function evaluateFleet(checks: readonly FleetCheck[], context: FleetContext): Verdict[] {
  return checks.flatMap((check) =>
    guarded(check, () => check.evaluate(context)).map((outcome) => toVerdict(check, outcome, undefined)),
  )
}

/** Judges one plane. Overrides select clusters, so none apply here. */
export function evaluatePlane(checks: readonly PlaneCheck[], context: PlaneContext): Verdict[] {
  return checks.flatMap((check) =>
    guarded(check, () => check.evaluate(context)).map((outcome) => toVerdict(check, outcome, undefined)),
  )
}

function judge(check: AnyClusterCheck, sections: Sections, context: ClusterContext): Outcomes {
  const reason = check.inapplicable?.(context)
  if (reason !== undefined) return [notApplicable(reason)]
  for (const name of check.needs) {
    const section = sections[name]
    if (section.status === 'failed') return [unknownFrom(section)]
  }
  // The registry forgets which sections a check declared; exactly those are given here.
  const outcomes = guarded(check, () => check.evaluate(inputOf(check, sections) as never, context))
  if (!check.needs.includes('workloads')) return outcomes
  const [first, ...rest] = outcomes
  return [doubted(first, sections), ...rest.map((outcome) => doubted(outcome, sections))]
}

/** Nothing is here to be judged: not so where the cluster has traces of Meshery, or where not all was read. */
function doubted(outcome: Outcome, sections: Sections): Outcome {
  if (outcome.verdict !== 'not-applicable' || !outcome.nothingHere) return outcome
  const { presence, traces, failure } = presenceOf(sections)
  if (failure) return unknownFrom(failure)
  if (presence !== 'traces') return outcome
  const some = traces.slice(0, 3).join(', ')
  return unknown('undeclared', `no workload of Meshery was recognised, and there are traces of it: ${some}`, {
    grant: action(
      'where Meshery runs here, name its labels, images or namespaces under recognise in the fleet file; where it was uninstalled, delete what it left: its custom resources, their definitions, and its leases in the namespace meshery',
    ),
  })
}

function inputOf(check: AnyClusterCheck, sections: Sections): Record<string, unknown> {
  const input: Record<string, unknown> = {}
  for (const name of check.needs) input[name] = valueOf(sections, name)
  for (const name of check.uses) input[name] = sections[name]
  return input
}

function valueOf(sections: Sections, name: SectionName): unknown {
  const section = sections[name]
  return section.status === 'collected' ? section.value : undefined
}

/** A check that throws is our fault, not the cluster's: it answers `unknown: tool-error`, and the run goes on. */
function guarded(check: Check, evaluate: () => Outcomes): Outcomes {
  try {
    return evaluate()
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    return [unknown('tool-error', `the check ${check.id} failed: ${message}`)]
  }
}

/** With the tool that owns what fails: the remedy is another one for each manager. */
function withManager(verdict: Verdict, sections: Sections): Verdict {
  if (verdict.verdict !== 'fail') return verdict
  const managedBy = managerOf(verdict.subject, sections)
  return managedBy ? { ...verdict, managedBy } : verdict
}

function toVerdict(check: Check, outcome: Outcome, override: Severity | undefined): Verdict {
  const facts = { check: check.id, ruleVersion: check.ruleVersion, severity: override ?? check.severity }
  if (outcome.verdict === 'not-applicable') return { ...facts, verdict: outcome.verdict, reason: outcome.reason }
  if (outcome.verdict !== 'fail') return { ...facts, ...outcome }
  const severity = override ?? outcome.severity ?? check.severity
  return { ...facts, ...outcome, severity, material: materialOf(check, outcome.evidence) }
}
