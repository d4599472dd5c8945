import type { FindingFilter } from '@fleet-auditor/audit/ports/finding-pages.ts'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import { z } from 'zod'
import { filterHash } from './finding-filter.ts'

/** Where a list goes on: one place for all partitions that it is merged from. */
export interface FindingCursor {
  /** Only findings behind this one (`changeKey`). */
  readonly behind: string
  /** The targets of the filter are too many to be read one by one: an earlier page found that. */
  readonly walk?: boolean
}

/** `v`: another form gets another number. `f`: hash of the filter. */
const Written = z.strictObject({
  v: z.literal(1),
  f: z.string(),
  behind: z.string().regex(/^\d{4}-\d\d-\d\dT[\d:.]{12}Z#.{1,200}$/),
  walk: z.literal(true).optional(),
})

export function writeCursor({ behind, walk }: FindingCursor, filter: FindingFilter): string {
  const written: z.infer<typeof Written> = { v: 1, f: filterHash(filter), behind, walk: walk || undefined }
  return Buffer.from(JSON.stringify(written)).toString('base64url')
}

/** Throws AuditorError `usage`, place `cursor`, for anything that `writeCursor` did not make for this filter. */
export function readCursor(cursor: string, filter: FindingFilter): FindingCursor {
  const { success, data } = Written.safeParse(decoded(cursor))
  if (!success) throw refused('the cursor is none of this list')
  if (data.f !== filterHash(filter)) throw refused('the cursor belongs to another filter')
  return { behind: data.behind, walk: data.walk === undefined ? undefined : true }
}

function decoded(cursor: string): unknown {
  if (!/^[\w-]{1,1000}$/.test(cursor)) return undefined
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString())
  } catch {
    return undefined // refused by its shape
  }
}

const refused = (message: string): AuditorError =>
  new AuditorError('usage', message, { place: 'cursor', remedy: 'begin at the first page, without a cursor' })
