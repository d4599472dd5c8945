import { z } from 'zod'

const hourMs = 3600 * 1000
const unitMs: Readonly<Record<string, number>> = { h: hourMs, d: 24 * hourMs, w: 7 * 24 * hourMs }
const ago = /^(\d{1,5})([hdw])$/
const Instant = z.iso.datetime({ offset: true })

/** Forms of a moment, for people. */
export const momentForms = 'a time of RFC 3339, a date (its midnight, UTC), or how long ago: 24h, 7d, 2w'

/** What is a moment before it is known when now is; the pattern of how long ago is its last alternative. */
export const MomentWord = z.union([Instant, z.iso.date(), z.string().regex(ago)])

/** A moment as people name it (`momentForms`), ISO 8601 in UTC; undefined for anything else. */
export function momentOf(word: string, now: string): string | undefined {
  const [, count, unit = ''] = ago.exec(word) ?? []
  if (count !== undefined) return isoOf(Date.parse(now) - Number(count) * (unitMs[unit] ?? 0))
  const named = Instant.safeParse(word).success || z.iso.date().safeParse(word).success
  return named ? isoOf(Date.parse(word)) : undefined
}

/** Times sort as text only in years of four digits. */
function isoOf(ms: number): string | undefined {
  const text = new Date(ms).toISOString()
  return /^\d{4}-/.test(text) ? text : undefined
}
