/** Longest piece of a foreign text that a detail quotes. */
const quoted = 120

/** Control, format and separator characters can rewrite a terminal or hide text. */
const unprintable = /[\p{C}\p{Zl}\p{Zp}]+/gu

/** Foreign text made fit to quote and to store: one line, no control characters, at most `limit` characters. */
export function printable(text: string, limit = quoted): string {
  const line = text
    .slice(0, limit * 4)
    .replace(unprintable, ' ')
    .trim()
  // The cut may halve a pair of surrogates.
  return line.length > limit ? `${line.slice(0, limit).toWellFormed()}…` : line
}

/** User and password of every URL in the text are cut out. */
export const withoutUserInfo = (text: string): string => text.replace(/\/\/[^/\s?#]*@/g, '//')
