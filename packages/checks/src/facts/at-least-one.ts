import type { Outcome } from '@fleet-auditor/model/verdict.ts'
import type { Outcomes } from '../define.ts'
import { notApplicable } from '../outcome.ts'

/** Nothing to judge is not a pass: it is not-applicable, and says why. */
export function atLeastOne(outcomes: readonly Outcome[], nothing: string): Outcomes {
  const [first, ...rest] = outcomes
  return first ? [first, ...rest] : [notApplicable(nothing)]
}
