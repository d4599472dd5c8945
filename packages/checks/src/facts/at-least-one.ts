import { nothingHere, type NotApplicable, type Outcome } from '../outcome.ts'

/** Nothing to judge is not a pass: it is not-applicable with a reason, or unknown where there are traces of Meshery. */
export function atLeastOne<O extends Outcome>(
  outcomes: readonly O[],
  nothing: string,
): readonly [O | NotApplicable, ...O[]] {
  const [first, ...rest] = outcomes
  return first ? [first, ...rest] : [nothingHere(nothing)]
}
