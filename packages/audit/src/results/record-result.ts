import { canonical } from '@fleet-auditor/model/canonical.ts'
import type { LedgerRow } from '@fleet-auditor/model/run.ts'
import { sectionNames, type Sections, type Snapshot } from '@fleet-auditor/model/snapshot.ts'
import type { Target } from '@fleet-auditor/model/target.ts'
import { shortHash } from '../hash.ts'
import type { Ports } from '../ports/ports.ts'
import type { RunContext } from '../run-context.ts'
import type { LastResult } from './compare-with-last.ts'
import { orderOf } from './result-order.ts'
import { targetOf, type TargetResult } from './target-result.ts'

/** What the last run left of a target, with the rules it was judged by. */
export async function readLast(target: Target, { store }: Pick<Ports, 'store'>): Promise<LastResult> {
  const state = await store.readState(target)
  return { ...state, rules: state.head && (await store.rulesOf(state.head.run)) }
}

/** Stores a result. One that is older than what is stored is recorded as superseded, and changes nothing else. */
export async function recordResult(
  result: TargetResult,
  context: Pick<RunContext, 'run' | 'rules'>,
  { store, clock }: Pick<Ports, 'store' | 'clock'>,
  snapshot?: Snapshot,
): Promise<TargetResult> {
  const { takenAt, incarnation, verdicts, findings, staleSince, neverRead, identity, cluster } = result
  const hashed = snapshot && hashedSnapshot(snapshot)
  const row = hashed?.isTooLarge ? withDetail(result.row, tooLarge(hashed.characters)) : result.row
  const recorded = await store.recordAudit({
    target: targetOf(result.target),
    run: context.run,
    takenAt,
    order: orderOf(result, clock.now()),
    incarnation,
    ruleSet: shortHash(canonical(context.rules)),
    row,
    verdicts,
    observations: cluster.observations,
    counters: cluster.counters,
    presence: cluster.presence,
    snapshot: hashed?.isTooLarge === false ? hashed.stored : undefined,
    findings,
    changes: result.rewrites,
    staleSince,
    neverRead,
    ...identity,
  })
  if (recorded === 'committed') return { ...result, row }
  const detail = 'a newer snapshot of this cluster is stored already'
  return { ...result, row: { ...row, outcome: 'superseded', detail } }
}

/** Characters of a snapshot that is stored; one of a usual cluster has 10 to 60 thousand. */
const mostCharacters = 8_000_000

const tooLarge = (characters: number): string =>
  `its snapshot is not stored, for it has ${characters} characters of at most ${mostCharacters}: replay cannot judge it again`

const withDetail = (row: LedgerRow, detail: string): LedgerRow => ({
  ...row,
  detail: row.detail === undefined ? detail : `${row.detail}; ${detail}`,
})

type Hashed =
  | { readonly isTooLarge: true; readonly characters: number }
  | { readonly isTooLarge: false; readonly stored: { readonly hash: string; readonly body: Snapshot } }

/** A snapshot without its times has the same content on a quiet run, and so the same hash: it is stored once. */
function hashedSnapshot(body: Snapshot): Hashed {
  const timeless: Record<string, unknown> = {}
  for (const name of sectionNames) timeless[name] = withoutTime(body.sections[name])
  const text = canonical({ locator: body.locator, provider: body.provider, sections: timeless })
  if (text.length > mostCharacters) return { isTooLarge: true, characters: text.length }
  return { isTooLarge: false, stored: { hash: shortHash(text), body } }
}

function withoutTime(section: Sections[keyof Sections]): unknown {
  if (section.status === 'failed') return section
  return { status: section.status, value: section.value }
}
