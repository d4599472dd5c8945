import { waiverOf } from '@fleet-auditor/checks/waive.ts'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import type { FleetFile } from '@fleet-auditor/model/fleet-file.ts'
import type { PresentedFinding } from '@fleet-auditor/model/presented-finding.ts'
import { presentFinding, presentTarget } from '@fleet-auditor/report/present-finding.ts'
import type { Clock } from '../ports/clock.ts'
import type { FleetStore } from '../ports/fleet-store.ts'
import { waivedTarget, withDecisions } from '../waivers/in-force.ts'
import { findingLife, type FindingLife } from './finding-life.ts'

/** Letters that a person has to give of a fingerprint. */
const fewest = 6

/**
 * The finding that a fingerprint, or the beginning of one, names: as it is now and what it went through. Throws
 * AuditorError `usage` where it names none, or several.
 */
export async function namedFinding(
  word: string,
  { fleet }: { readonly fleet: FleetFile },
  { store, clock }: { readonly store: FleetStore; readonly clock: Clock },
): Promise<{ readonly finding: PresentedFinding; readonly life: FindingLife }> {
  const history = await store.pages.find(await wholeFingerprint(word, store))
  if (!history) throw noneCalled(word)
  const { target, flips: _, ...finding } = history.finding
  const registered = (await store.readRegistry()).find(({ key }) => target.kind === 'cluster' && key === target.key)
  const cluster = registered?.cluster
  const [record] = await store.pages.records(target, 1)
  const { head } = await store.readState(target)
  const now = clock.now()
  const { waivers } = withDecisions(fleet, await store.decisions.list(), now)
  const on = waivedTarget(target, registered)
  const presented = presentFinding(finding, {
    target: presentTarget(target, cluster, fleet.fleet),
    cluster,
    team: registered?.team,
    lastRecord: record && { ...record, staleSince: head?.staleSince },
    waiver: waiverOf(finding, on, waivers, now),
  })
  return { finding: presented, life: await findingLife(history, { waivers, on }, store) }
}

async function wholeFingerprint(word: string, store: FleetStore): Promise<string> {
  if (word.length < fewest) throw noneCalled(word, `give at least ${fewest} letters of it`)
  if (await store.pages.find(word)) return word
  const named = (await store.queryFindings({})).filter(({ fingerprint }) => fingerprint.startsWith(word))
  const [only, other] = named
  if (only && !other) return only.fingerprint
  throw noneCalled(word, other && `${named.length} findings begin so: give more letters of it`)
}

const noneCalled = (word: string, remedy?: string): AuditorError =>
  new AuditorError('usage', `no finding is called ${word}`, {
    place: 'fleet-auditor findings',
    remedy: remedy ?? 'list them, with the beginning of their fingerprints: fleet-auditor findings --state any',
  })
