/** The first few names, and how many there are beyond them; `shown`: how one name is written. */
export function listed(names: readonly string[], most: number, shown = (name: string): string => name): string {
  const some = names
    .slice(0, most)
    .map((name) => shown(name))
    .join(', ')
  return names.length > most ? `${some} and ${names.length - most} more` : some
}

/** `1 cluster`, `2 clusters`. */
export const counted = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`
