import { closestMatch } from 'leven'

/** The candidate a person most likely meant: one that begins with the word, else fewest edits, at most a third of it. */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  const asked = word.toLowerCase()
  const begun = candidates.find((candidate) => word !== '' && candidate.toLowerCase().startsWith(asked))
  if (begun !== undefined) return begun
  const maxDistance = Math.max(1, Math.floor(word.length / 3))
  const near = closestMatch(
    asked,
    candidates.map((candidate) => candidate.toLowerCase()),
    { maxDistance },
  )
  return candidates.find((candidate) => candidate.toLowerCase() === near)
}
