import { safeText } from './safe-text.ts'

/** What a spreadsheet would take for a formula, in either width. (https://owasp.org/www-community/attacks/CSV_Injection) */
const formula = /^\s*[=+\-@|%＝＋－＠\t\r]/u

/** One row of CSV (RFC 4180). Text from outside is shown as it is, never run: an apostrophe in front makes it text. */
export const csvRow = (cells: readonly string[]): string => `${cells.map(csvCell).join(',')}\r\n`

function csvCell(cell: string): string {
  const text = safeText(formula.test(cell) ? `'${cell}` : cell)
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** Text from outside in Markdown, on one line, that stays text: no markup, list, link, HTML, mention or new cell. */
export const markdownCell = (text: string): string =>
  safeText(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll(/[\\`*_{}[\]()#+!|~]|^-/g, String.raw`\$&`)
    .replaceAll('@', '&#64;')
    .replaceAll('://', ':&#47;&#47;')
