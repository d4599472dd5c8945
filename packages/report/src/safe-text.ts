/** What a terminal, a browser or a reader acts on instead of showing: controls, and marks that turn, join or hide text. */
const acted = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu

/** Text from clusters, clouds and Brokers is hostile: what would act is shown as `\u....`, so that a name cannot draw. */
export const safeText = (text: string): string =>
  text.replace(acted, (letter) => String.raw`\u` + (letter.codePointAt(0) ?? 0).toString(16).padStart(4, '0'))

/** At most `limit` characters, cut with an ellipsis, never through a surrogate pair. */
export function shortened(text: string, limit: number): string {
  const letters = Array.from(text)
  return letters.length <= limit ? text : `${letters.slice(0, limit - 1).join('')}…`
}
