/** Code points that a terminal, a browser or a reader acts on instead of showing: controls, and marks that turn or hide text. */
const acted: readonly (readonly [number, number])[] = [
  [0x00, 0x1f],
  [0x7f, 0x9f],
  [0x061c, 0x061c],
  [0x200b, 0x200f],
  [0x2028, 0x202e],
  [0x2060, 0x206f],
  [0xfeff, 0xfeff],
]

/** Text from clusters, clouds and Brokers is hostile: what would act is shown as `\u....`, so that a name cannot draw. */
export function safeText(text: string): string {
  let safe = ''
  for (const letter of text) {
    const point = letter.codePointAt(0) ?? 0
    const acts = acted.some(([first, last]) => point >= first && point <= last)
    safe += acts ? `\\u${point.toString(16).padStart(4, '0')}` : letter
  }
  return safe
}

/** At most `limit` characters, cut with an ellipsis, never through a surrogate pair. */
export function shortened(text: string, limit: number): string {
  const letters = Array.from(text)
  return letters.length <= limit ? text : `${letters.slice(0, limit - 1).join('')}…`
}
