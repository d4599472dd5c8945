import type { ChangeKind } from './finding.ts'

/** A finding flaps that opened or was resolved at least so often within so many runs of its target. */
export const flapping = { changes: 3, runs: 14 } as const

const flips: readonly ChangeKind[] = ['opened', 'reopened', 'resolved']

/** How often a finding opened or was resolved, of its changes by kind; undefined below what may be flapping. */
export function flipsOf(kinds: readonly ChangeKind[]): number | undefined {
  const count = kinds.filter((kind) => flips.includes(kind)).length
  return count >= flapping.changes ? count : undefined
}
