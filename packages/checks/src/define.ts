import type { SectionName, SectionValue } from '@fleet-auditor/model/snapshot.ts'
import type { Section } from '@fleet-auditor/model/section.ts'
import type { Severity } from '@fleet-auditor/model/severity.ts'
import type { Evidence, Outcome } from '@fleet-auditor/model/verdict.ts'
import type { Subject } from '@fleet-auditor/model/subject.ts'
import type { Provider } from '@fleet-auditor/model/provider.ts'
import type { ClusterContext, FleetContext, PlaneContext } from './context.ts'

/** The groups of the readiness checklist, in its order. */
export type ChecklistGroup =
  | 'deployment'
  | 'sizing'
  | 'resiliency'
  | 'networking'
  | 'security'
  | 'multi-cluster'
  | 'operations'

/** How to mend a finding: Helm value first, command line second. Each is a line a person can act on. */
export interface Remedy {
  readonly summary: string
  readonly helm?: string
  readonly command?: string
}

interface CheckText {
  /** Kebab-case noun of the failing state; equal to the file name. */
  readonly id: string
  readonly title: string
  readonly severity: Severity
  /** Raised whenever the rule may judge the same facts otherwise. */
  readonly ruleVersion: number
  readonly group: ChecklistGroup
  /** The checklist line or known caveat of the operational-readiness document that it answers. */
  readonly answers: string
  /** One paragraph: what is judged and how. */
  readonly rule: string
  readonly why: string
  /** Where the rule comes from: a documentation page, a section of the Meshery facts. */
  readonly source: string
  /** Names of the evidence whose change rewrites a finding; absent: all of it. */
  readonly material?: readonly string[]
  describe(subject: Subject, evidence: Evidence): string
  remedy(subject: Subject, evidence: Evidence, provider: Provider): Remedy
}

export type Needed<N extends SectionName> = { readonly [K in N]: SectionValue<K> }
export type Used<U extends SectionName> = { readonly [K in U]: Section<SectionValue<K>> }
/** At least one: silence is no verdict. A promise is not assignable, so an async `evaluate` does not compile. */
export type Outcomes = readonly [Outcome, ...Outcome[]]

export interface ClusterCheck<
  N extends SectionName = SectionName,
  U extends SectionName = SectionName,
> extends CheckText {
  readonly scope: 'cluster'
  /** Handed over collected; when one failed the engine answers `unknown` and the check is not run. */
  readonly needs: readonly N[]
  /** Handed over as they are: optional legs. */
  readonly uses: readonly U[]
  evaluate(input: Needed<N> & Used<U>, context: ClusterContext): Outcomes
}

export interface FleetCheck extends CheckText {
  readonly scope: 'fleet'
  evaluate(context: FleetContext): Outcomes
}

export interface PlaneCheck extends CheckText {
  readonly scope: 'plane'
  evaluate(context: PlaneContext): Outcomes
}

/** A cluster check whose input type is forgotten, as the registry keeps it. The engine hands over what it declares. */
export type AnyClusterCheck = Omit<ClusterCheck, 'evaluate'> & {
  evaluate(input: never, context: ClusterContext): Outcomes
}
export type Check = AnyClusterCheck | FleetCheck | PlaneCheck

/** Two lists, so that an undeclared section is a type error inside `evaluate`. */
export const defineCheck = <const N extends SectionName = never, const U extends SectionName = never>(
  check: Omit<ClusterCheck<N, U>, 'scope'>,
): ClusterCheck<N, U> => ({ ...check, scope: 'cluster' })

export const defineFleetCheck = (check: Omit<FleetCheck, 'scope'>): FleetCheck => ({ ...check, scope: 'fleet' })

export const definePlaneCheck = (check: Omit<PlaneCheck, 'scope'>): PlaneCheck => ({ ...check, scope: 'plane' })
