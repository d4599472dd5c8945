/** The candidate a person most likely meant: one that begins with the word, else fewest edits, at most a third of it. */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  const begun = candidates.find((candidate) => word !== '' && candidate.toLowerCase().startsWith(word.toLowerCase()))
  if (begun !== undefined) return begun
  let best: string | undefined
  let bestEdits = Math.max(1, Math.floor(word.length / 3)) + 1
  const asked = word.toLowerCase()
  for (const candidate of candidates) {
    const edits = editDistance(asked, candidate.toLowerCase(), bestEdits)
    if (edits < bestEdits) {
      best = candidate
      bestEdits = edits
    }
  }
  return best
}

/**
 * Levenshtein distance, one row at a time, where it is below `most`; else `most` or more. Words come from outside and
 * candidates are a whole fleet's: what cannot be near is left early.
 */
function editDistance(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) >= most) return most
  let row = Array.from({ length: b.length + 1 }, (_, column) => column)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    let least = i
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1
      const edits = Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + same)
      next.push(edits)
      least = Math.min(least, edits)
    }
    if (least >= most) return most
    row = next
  }
  return row[b.length] ?? 0
}
