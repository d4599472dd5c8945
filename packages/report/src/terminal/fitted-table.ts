import stringWidth from 'string-width'
import wrapAnsi from 'wrap-ansi'
import { padded } from '../columns.ts'

export interface Column {
  /** Left out where there is no room; the lowest number goes first. Absent: never. */
  readonly drop?: number
  /** Breaks into lines at words where there is no room. Other columns keep their width. */
  readonly wraps?: boolean
}

const indent = '  '
const gap = '  '
/** A wrapped column is not made narrower than this while another one can be left out. */
const readable = 28

/** Rows in aligned columns within `width`, indented by two. Every row has a cell for each column. */
export function fittedTable(columns: readonly Column[], rows: readonly (readonly string[])[], width: number): string[] {
  const natural = columns.map((_, index) => Math.max(0, ...rows.map((row) => stringWidth(row[index] ?? ''))))
  const shown = columnsThatFit(columns, natural, width)
  const widths = fittedWidths(shown, columns, natural, width)
  return rows.flatMap((row) => rowLines(row, shown, widths))
}

/** Text within `width`, its further lines indented as far as `hanging`; the first as the text is. */
export function wrapped(text: string, width: number, hanging: string): string[] {
  const room = Math.max(1, width - stringWidth(hanging))
  const lead = /^ */.exec(text)?.[0] ?? ''
  return wrapText(text.slice(lead.length), room).map((line, index) => `${index === 0 ? lead : hanging}${line}`)
}

/** A word that is longer than the line has to break somewhere: here it keeps the indentation. */
const wrapText = (text: string, room: number): string[] => wrapAnsi(text, room, { hard: true }).split('\n')

function columnsThatFit(columns: readonly Column[], natural: readonly number[], width: number): number[] {
  let shown = columns.map((_, index) => index).filter((index) => (natural[index] ?? 0) > 0)
  const least = (index: number): number =>
    columns[index]?.wraps ? Math.min(readable, natural[index] ?? 0) : (natural[index] ?? 0)
  const needs = (): number => sum(shown.map(least)) + gaps(shown.length)
  for (;;) {
    const [first] = shown
      .filter((index) => columns[index]?.drop !== undefined)
      .toSorted((a, b) => (columns[a]?.drop ?? 0) - (columns[b]?.drop ?? 0))
    if (first === undefined || needs() <= width) return shown
    shown = shown.filter((index) => index !== first)
  }
}

/** What is missing is taken from the widest of the columns that wrap, again and again. */
function fittedWidths(
  shown: readonly number[],
  columns: readonly Column[],
  natural: readonly number[],
  width: number,
): ReadonlyMap<number, number> {
  const widths = new Map(shown.map((index) => [index, natural[index] ?? 0]))
  let missing = sum(widths.values()) + gaps(shown.length) - width
  while (missing > 0) {
    const [widest] = shown
      .filter((index) => columns[index]?.wraps)
      .toSorted((a, b) => (widths.get(b) ?? 0) - (widths.get(a) ?? 0))
    const its = widest === undefined ? 0 : (widths.get(widest) ?? 0)
    if (widest === undefined || its <= 1) break
    widths.set(widest, its - 1)
    missing--
  }
  return widths
}

function rowLines(row: readonly string[], shown: readonly number[], widths: ReadonlyMap<number, number>): string[] {
  const cells = shown.map((index) => wrapText(row[index] ?? '', Math.max(1, widths.get(index) ?? 1)))
  const height = Math.max(0, ...cells.map(({ length }) => length))
  return Array.from({ length: height }, (_, line) => {
    const parts = shown.map((index, at) => padded(cells[at]?.[line] ?? '', widths.get(index) ?? 0))
    return `${indent}${parts.join(gap)}`.trimEnd()
  })
}

const gaps = (columns: number): number => indent.length + Math.max(0, columns - 1) * gap.length

function sum(numbers: Iterable<number>): number {
  let total = 0
  for (const number of numbers) total += number
  return total
}
