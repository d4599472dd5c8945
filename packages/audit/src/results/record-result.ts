import { canonical } from '@fleet-auditor/model/canonical.ts'
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
  const { takenAt, incarnation, row, verdicts, findings, staleSince, identity, cluster } = result
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
    snapshot: snapshot && hashedSnapshot(snapshot),
    findings,
    changes: result.rewrites,
    staleSince,
    ...identity,
  })
  if (recorded === 'committed') return result
  const detail = 'a newer snapshot of this cluster is stored already'
  return { ...result, row: { ...row, outcome: 'superseded', detail } }
}

/** Characters of a snapshot that is stored; one of a usual cluster has 10 to 60 thousand. */
const mostCharacters = 8_000_000

/**
 * A snapshot without its times has the same content on a quiet run, and so the same hash: it is stored once. One that is
 * too large is judged and not stored: it cannot be judged again.
 */
function hashedSnapshot(body: Snapshot): { readonly hash: string; readonly body: Snapshot } | undefined {
  const timeless: Record<string, unknown> = {}
  for (const name of sectionNames) timeless[name] = withoutTime(body.sections[name])
  const text = canonical({ locator: body.locator, provider: body.provider, sections: timeless })
  return text.length > mostCharacters ? undefined : { hash: shortHash(text), body }
}

function withoutTime(section: Sections[keyof Sections]): unknown {
  if (section.status === 'failed') return section
  return { status: section.status, value: section.value }
}
