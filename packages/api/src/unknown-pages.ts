import { mapConcurrent } from '@fleet-auditor/audit/map-concurrent.ts'
import type { FleetStore } from '@fleet-auditor/audit/ports/fleet-store.ts'
import type { NamedTarget } from '@fleet-auditor/audit/queries/asked-targets.ts'
import { storedUnknowns, type StoredUnknown } from '@fleet-auditor/audit/queries/stored-unknowns.ts'
import type { Cause } from '@fleet-auditor/model/cause.ts'
import { targetPartition } from '@fleet-auditor/model/target.ts'
import { boundCursor, type PageRequest } from './http/paginate.ts'

export type NamedUnknown = StoredUnknown & { readonly cluster: string }

interface UnknownPage {
  readonly unknowns: readonly NamedUnknown[]
  /** Names of the targets on this page of which no run recorded anything. */
  readonly neverRecorded: readonly string[]
  readonly next?: string
}

interface UnknownFilter {
  readonly check?: string
  readonly causes?: readonly Cause[]
}

/** Targets whose records one page reads, and how many at once: the cost of a page is bounded, not its fill. */
const most = { targets: 64, atOnce: 16 } as const

/** What is not known of these targets, target by target in the order of their keys; a page may end short. */
export async function unknownPage(
  targets: readonly NamedTarget[],
  { check, causes }: UnknownFilter,
  { limit, cursor, binding }: PageRequest,
  store: Pick<FleetStore, 'pages' | 'readRunSummary'>,
): Promise<UnknownPage> {
  const bound = boundCursor(binding)
  const after = cursor === undefined ? '' : bound.read(cursor)
  const ordered = targets.map((each) => ({ ...each, key: targetPartition(each.target) })).toSorted(byKey)
  // Of the target where the last page ended there may be more.
  const rest = ordered.filter(({ key }) => key > after || key === targetIn(after))
  const read = storedUnknowns(store)
  const lists = await mapConcurrent(rest.slice(0, most.targets), most.atOnce, async (each) => ({
    each,
    unknowns: await read(each.target),
  }))
  const keyed = lists.flatMap(({ each, unknowns = [] }) =>
    unknowns.map((unknown, index) => ({
      unknown: { ...unknown, cluster: each.name },
      key: `${each.key}\n${String(index).padStart(6, '0')}`,
    })),
  )
  const left = keyed
    .filter(({ key }) => key > after)
    .filter(({ unknown }) => (check ?? unknown.check) === unknown.check && (causes?.includes(unknown.cause) ?? true))
  const shown = left.slice(0, limit)
  const last = left.length > limit ? shown.at(-1)?.key : endOf(lists.at(-1)?.each.key, rest.length)
  return {
    unknowns: shown.map(({ unknown }) => unknown),
    neverRecorded: lists.flatMap(({ each, unknowns }) => (unknowns === undefined ? each.name : [])),
    next: last === undefined ? undefined : bound.write(last),
  }
}

const byKey = (a: { readonly key: string }, b: { readonly key: string }): number => (a.key < b.key ? -1 : 1)

/** A key is its target's, and in a second line a number, or the target's end; a line break sorts before every name. */
function targetIn(key: string): string | undefined {
  const [target, part] = key.split('\n')
  return part === end ? undefined : target
}

const end = '~'

/** Behind everything of a target. */
const endOf = (target: string | undefined, count: number): string | undefined =>
  target === undefined || count <= most.targets ? undefined : `${target}\n${end}`
