import type { Offence } from './offence.ts'

export interface RatchetResult {
  /** Offences that are not in the list: the code is to be changed. */
  readonly added: readonly string[]
  /** Entries of the list that no longer offend: remove them from it. */
  readonly fixed: readonly string[]
}

/** The list of offenders only gets shorter. */
export function ratchet(offences: readonly Offence[], listed: readonly string[]): RatchetResult {
  const keys = new Set(offences.map(({ key }) => key))
  const known = new Set(listed)
  return {
    added: offences.filter(({ key }) => !known.has(key)).map(({ key, place }) => `${key} at ${place}`),
    fixed: listed.filter((key) => !keys.has(key)),
  }
}

/** What the list is when every offence of today is in it. */
export const listOf = (offences: readonly Offence[]): string[] =>
  [...new Set(offences.map(({ key }) => key))].toSorted()
