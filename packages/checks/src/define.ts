import type { ChecklistGroup, ChecklistItemId } from '@fleet-auditor/model/checklist.ts'
import type { Remedy } from '@fleet-auditor/model/remedy.ts'
import type { Section } from '@fleet-auditor/model/section.ts'
import type { Severity } from '@fleet-auditor/model/severity.ts'
import type { SectionName, SectionValue } from '@fleet-auditor/model/snapshot.ts'
import type { Subject } from '@fleet-auditor/model/subject.ts'
import type { Evidence } from '@fleet-auditor/model/verdict.ts'
import type { z } from 'zod'
import type { ClusterContext, FleetContext, PlaneContext } from './context.ts'
import type { Outcome } from './outcome.ts'
import type { RemedyContext } from './remedies/remedy-context.ts'

interface CheckText<E extends Evidence, P extends Evidence> {
  /** Kebab-case noun of the failing state; equal to the file name. */
  readonly id: string
  readonly title: string
  readonly severity: Severity
  /** Raised whenever the rule may judge the same facts otherwise. */
  readonly ruleVersion: number
  readonly group: ChecklistGroup
  /** The lines, caveats and components of the readiness documents that it answers. */
  readonly answers: readonly [ChecklistItemId, ...ChecklistItemId[]]
  /** One paragraph: what is judged and how. */
  readonly rule: string
  readonly why: string
  /** Where the rule comes from: a documentation page, a section of the Meshery facts. */
  readonly source: string
  /** The evidence of a failure, which its finding stores and `describe` words. */
  readonly evidence: z.ZodType<E>
  /** The evidence of a pass; absent: the same as of a failure. */
  readonly passEvidence?: z.ZodType<P>
  /** The evidence whose change rewrites a finding: its names, or the part that is picked; absent: all of it. */
  readonly material?: readonly (keyof E & string)[] | ((evidence: E) => unknown)
  describe(subject: Subject, evidence: E): string
  /**
   * What to do, on this cluster and for who owns the subject. Without evidence: in general, for the catalogue and where
   * stored evidence cannot be read. Commands come from `remedies/` alone, which name the cluster and quote.
   */
  remedy(subject: Subject, evidence: E | undefined, where: RemedyContext): Remedy
}

/** The same without the type of its evidence: what is typed by it is reached through `evidence.ts` alone. */
type AnyCheckText = Omit<CheckText<Evidence, Evidence>, 'material' | 'describe' | 'remedy'> & {
  readonly material?: readonly string[] | ((evidence: never) => unknown)
  describe(subject: Subject, evidence: never): string
  remedy(subject: Subject, evidence: undefined, where: RemedyContext): Remedy
}

type Needed<N extends SectionName> = { readonly [K in N]: SectionValue<K> }
type Used<U extends SectionName> = { readonly [K in U]: Section<SectionValue<K>> }
/** At least one: silence is no verdict. A promise is not assignable, so an async `evaluate` does not compile. */
export type Outcomes<E extends Evidence = Evidence, P extends Evidence = E> = readonly [
  Outcome<E, P>,
  ...Outcome<E, P>[],
]

interface ClusterCheck<
  E extends Evidence,
  P extends Evidence,
  N extends SectionName,
  U extends SectionName,
> extends CheckText<E, P> {
  readonly scope: 'cluster'
  /** Why there is nothing to judge on a cluster of this kind; asked before any need, which may not exist there. */
  readonly inapplicable?: (context: ClusterContext) => string | undefined
  /** Given collected; when one failed the engine answers `unknown` and the check is not run. */
  readonly needs: readonly N[]
  /** Given as they are, failed ones too. */
  readonly uses: readonly U[]
  evaluate(input: Needed<N> & Used<U>, context: ClusterContext): Outcomes<NoInfer<E>, NoInfer<P>>
}

interface FleetCheckOf<E extends Evidence, P extends Evidence> extends CheckText<E, P> {
  readonly scope: 'fleet'
  evaluate(context: FleetContext): Outcomes<NoInfer<E>, NoInfer<P>>
}

interface PlaneCheckOf<E extends Evidence, P extends Evidence> extends CheckText<E, P> {
  readonly scope: 'plane'
  /** It judges what probes see of the Server; where no enabled check does, planes are not probed. */
  readonly probes?: true
  evaluate(context: PlaneContext): Outcomes<NoInfer<E>, NoInfer<P>>
}

/** A cluster check whose input and evidence types are forgotten, as the registry holds it. The engine gives what it declares. */
export type AnyClusterCheck = AnyCheckText &
  Pick<ClusterCheck<Evidence, Evidence, SectionName, SectionName>, 'scope' | 'inapplicable' | 'needs' | 'uses'> & {
    evaluate(input: never, context: ClusterContext): Outcomes
  }
export type FleetCheck = AnyCheckText & Pick<FleetCheckOf<Evidence, Evidence>, 'scope' | 'evaluate'>
export type PlaneCheck = AnyCheckText & Pick<PlaneCheckOf<Evidence, Evidence>, 'scope' | 'probes' | 'evaluate'>
export type Check = AnyClusterCheck | FleetCheck | PlaneCheck

/** Two lists of sections, so that an undeclared one is a type error inside `evaluate`. */
export const defineCheck = <
  E extends Evidence,
  P extends Evidence = E,
  const N extends SectionName = never,
  const U extends SectionName = never,
>(
  check: Omit<ClusterCheck<E, P, N, U>, 'scope'>,
): ClusterCheck<E, P, N, U> => ({ ...check, scope: 'cluster' })

export const defineFleetCheck = <E extends Evidence, P extends Evidence = E>(
  check: Omit<FleetCheckOf<E, P>, 'scope'>,
): FleetCheckOf<E, P> => ({ ...check, scope: 'fleet' })

export const definePlaneCheck = <E extends Evidence, P extends Evidence = E>(
  check: Omit<PlaneCheckOf<E, P>, 'scope'>,
): PlaneCheckOf<E, P> => ({ ...check, scope: 'plane' })
