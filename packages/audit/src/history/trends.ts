import type { Resolution } from '@fleet-auditor/model/finding.ts'
import type { RunSummary } from '@fleet-auditor/model/run.ts'
import type { Clock } from '../ports/clock.ts'
import type { FleetStore } from '../ports/fleet-store.ts'
import type { RegisteredCluster, StoredFinding } from '../ports/store.ts'
import { runsUntil } from '../queries/last-complete.ts'

/**
 * How long findings took to be fixed that were resolved in a time. From when a finding last opened to the run that found
 * it fixed; hours. `gone`: resolved since its subject, cluster or reason to be judged is no longer there; `ruleChanged`:
 * another rule no longer finds it. Neither of the two was fixed, and neither has a time.
 */
export interface ResolveTimes {
  readonly fixed: number
  /** Absent where none was fixed. */
  readonly meanHours?: number
  readonly medianHours?: number
  readonly longestHours?: number
  readonly gone: number
  readonly ruleChanged: number
}

interface Trends {
  /** ISO 8601. */
  readonly since: string
  readonly until: string
  /** By the number fixed, the most first. */
  readonly checks: readonly (ResolveTimes & { readonly check: string })[]
  /** `team` is empty for targets without one. */
  readonly teams: readonly (ResolveTimes & { readonly team: string })[]
  /** The runs of the whole fleet, newest first. */
  readonly runs: readonly RunTrend[]
  /** False: more findings were resolved than are counted, which are those resolved last. */
  readonly isWhole: boolean
}

export interface RunTrend extends Pick<RunSummary, 'id' | 'startedAt' | 'state'> {
  readonly open: Readonly<Record<string, number>>
  readonly opened: number
  readonly resolved: number
  readonly unknowns: number
}

interface Reading {
  readonly store: Pick<FleetStore, 'pages' | 'listRuns'>
  readonly clock: Clock
}

const pageRows = 200
/** Findings that are counted at most. */
const most = 20_000
/** Runs that are listed at most. */
const mostRuns = 100

/** Of findings resolved since a time (ISO 8601), and of the runs since then. */
export async function trends(
  { since }: { readonly since: string },
  registry: readonly RegisteredCluster[],
  { store, clock }: Reading,
): Promise<Trends> {
  const { findings, isWhole } = await resolvedSince(since, store)
  const teams = new Map(registry.map(({ key, team }) => [key, team ?? '']))
  const teamOf = ({ target }: StoredFinding): string => (target.kind === 'cluster' ? (teams.get(target.key) ?? '') : '')
  const runs = await runsUntil((some) => some.some(({ startedAt }) => startedAt < since), { store, clock })
  return {
    since,
    until: clock.now(),
    checks: timesBy(findings, ({ check }) => check).map(([check, times]) => ({ check, ...times })),
    teams: timesBy(findings, teamOf).map(([team, times]) => ({ team, ...times })),
    runs: runs
      .filter((run) => run.startedAt >= since && !run.partial && run.checks === undefined)
      .slice(0, mostRuns)
      .flatMap(trendOf),
    isWhole,
  }
}

async function resolvedSince(since: string, { pages }: Reading['store']) {
  const findings: StoredFinding[] = []
  let cursor: string | undefined
  do {
    const page = await pages.page({ state: 'resolved', changedSince: since }, pageRows, cursor)
    for (const finding of page.findings) findings.push(finding)
    cursor = page.next
  } while (cursor !== undefined && findings.length < most)
  return { findings, isWhole: cursor === undefined }
}

function timesBy(findings: readonly StoredFinding[], keyOf: (finding: StoredFinding) => string) {
  const groups = [...Map.groupBy(findings, keyOf)].map(([key, own]) => [key, timesOf(own)] as const)
  return groups.toSorted(([a, x], [b, y]) => y.fixed - x.fixed || y.gone - x.gone || (a < b ? -1 : 1))
}

const goneFor: readonly Resolution[] = ['subject-gone', 'not-applicable', 'cluster-gone']

function timesOf(findings: readonly StoredFinding[]): ResolveTimes {
  const fixed = findings.filter(({ resolution }) => resolution === 'fixed').map(hoursOpen)
  const hours = fixed.toSorted((a, b) => a - b)
  let sum = 0
  for (const each of hours) sum += each
  return {
    fixed: hours.length,
    ...(hours.length === 0
      ? {}
      : {
          meanHours: rounded(sum / hours.length),
          medianHours: rounded(medianOf(hours)),
          longestHours: rounded(hours.at(-1) ?? 0),
        }),
    gone: findings.filter(({ resolution }) => resolution !== undefined && goneFor.includes(resolution)).length,
    ruleChanged: findings.filter(({ resolution }) => resolution === 'rule-changed').length,
  }
}

/** A clock that was set back leaves no negative time. */
const hoursOpen = ({ openedAt, changedAt }: StoredFinding): number =>
  Math.max(0, Date.parse(changedAt) - Date.parse(openedAt)) / 3_600_000

const rounded = (hours: number): number => Math.round(hours * 10) / 10

/** Of sorted numbers; of an even count the mean of the two in the middle. */
function medianOf(sorted: readonly number[]): number {
  const [lower, upper] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.floor(sorted.length / 2)]]
  return ((lower ?? 0) + (upper ?? 0)) / 2
}

function trendOf({ id, startedAt, state, counts }: RunSummary): RunTrend[] {
  if (!counts) return []
  const { open, opened, resolved, unknowns } = counts
  return [{ id, startedAt, state, open, opened, resolved, unknowns }]
}
