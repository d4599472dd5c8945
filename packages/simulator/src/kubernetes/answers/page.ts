import { numberAt, textAt } from '../json-reader.ts'
import type { StoredEntry } from '../object-store.ts'
import { parseFieldSelector, parseLabelSelector } from './selector.ts'
import { badRequest, type Answer } from './status-answer.ts'

/** One page of a list: the entries, and where the next page starts. */
export interface Page {
  readonly entries: readonly StoredEntry[]
  readonly continueToken?: string
  /** Left out, as by the real server, where a selector makes it unknown. */
  readonly remaining?: number
}

interface PageInput {
  readonly entries: readonly StoredEntry[]
  readonly namespace: string | undefined
  readonly resourceVersion: number
  readonly query: URLSearchParams
}

/** Selects and cuts; answers 400 for parameters the real server refuses. Selector errors are thrown (SelectorError). */
export function cutPage({ entries, namespace, resourceVersion, query }: PageInput): Page | Answer {
  const limitText = query.get('limit') ?? '0'
  if (!/^-?\d+$/.test(limitText)) return badRequest(`strconv.ParseInt: parsing "${limitText}": invalid syntax`)
  const limit = Number(limitText)
  const token = query.get('continue') ?? ''
  const point = token ? decodeContinue(token) : undefined
  if (token && !point) return badRequest('invalid continue token: continue key is not valid')
  const selected = narrow(entries, namespace, query)
  const start = point ? selected.findIndex((entry) => entry.key > point.after) : 0
  const rest = start < 0 ? [] : selected.slice(start)
  if (limit <= 0 || rest.length <= limit) return { entries: rest }
  const page = rest.slice(0, limit)
  const continueToken = encodeContinue({ resourceVersion, after: page.at(-1)?.key ?? '' })
  const selective = query.get('labelSelector') || query.get('fieldSelector')
  return { entries: page, continueToken, remaining: selective ? undefined : rest.length - limit }
}

function narrow(
  entries: readonly StoredEntry[],
  namespace: string | undefined,
  query: URLSearchParams,
): readonly StoredEntry[] {
  const labels = parseLabelSelector(query.get('labelSelector') ?? '')
  const fields = parseFieldSelector(query.get('fieldSelector') ?? '')
  const byLabel = Boolean(query.get('labelSelector'))
  return entries.filter(
    (entry) =>
      (namespace === undefined || entry.namespace === namespace) &&
      (fields.name === undefined || entry.name === fields.name) &&
      (fields.namespace === undefined || entry.namespace === fields.namespace) &&
      (!byLabel || labels(entry.labels())),
  )
}

/** Where the next page starts. `resourceVersion` -1: go on without consistency, as after a 410. */
interface ContinuePoint {
  readonly resourceVersion: number
  /** Key of the last object sent: `/namespace/name` or `/name`. */
  readonly after: string
}

/** The real server's token: base64url of `{v, rv, start}`, start being the last key and a NUL byte. */
export const encodeContinue = ({ resourceVersion, after }: ContinuePoint): string =>
  Buffer.from(JSON.stringify({ v: 'meta.k8s.io/v1', rv: resourceVersion, start: `${after}\u0000` })).toString(
    'base64url',
  )

/** `undefined` for what is no token of ours. */
export function decodeContinue(token: string): ContinuePoint | undefined {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(token, 'base64url').toString())
    if (textAt(parsed, 'v') !== 'meta.k8s.io/v1') return undefined
    return { resourceVersion: numberAt(parsed, 'rv'), after: textAt(parsed, 'start').slice(0, -1) }
  } catch {
    return undefined
  }
}
