import type { Digest, DigestLine } from '@fleet-auditor/model/digest.ts'
import type { ChangeKind } from '@fleet-auditor/model/finding.ts'
import { Severity } from '@fleet-auditor/model/severity.ts'
import { calendarWarning } from '../calendar-warning.ts'
import { listed } from '../counted.ts'
import type { Paint } from '../paint.ts'
import { presenceText } from '../presence-text.ts'
import { decisionNoteText } from './decision-text.ts'
import { changeWord } from './digest-line.ts'
import { isFleet } from './digest-places.ts'

const marks: Readonly<Record<ChangeKind, string>> = {
  opened: '+',
  reopened: '+',
  worsened: '▲',
  improved: '▼',
  resolved: '✓',
  unchanged: '=',
  incomparable: '?',
}

/** Names of clusters in a list of their own; the rest is counted. */
const mostNamed = 20

/** A digest as plain lines, for a terminal. A baseline run has counts, and what is critical. */
export function digestText(digest: Digest, paint: Paint): string[] {
  return [
    ...headline(digest, paint),
    ...(digest.baseline ? ['baseline run: changes are reported from the next run on'] : []),
    ...digest.lines.map((line) => lineText(line, paint)),
    ...newClusterLines(digest),
    ...digest.unreadScopes.map(({ scope, detail }) => `! scope ${scope} could not be read: ${detail}`),
    ...staleLines(digest),
    ...(digest.agingCalendars ?? []).map((each) => `! ${calendarWarning(each)}`),
    ...(digest.decisionNotes ?? []).map((each) => `! ${decisionNoteText(each)}`),
    ...(isQuiet(digest) ? [quietText(digest)] : []),
  ]
}

const isQuiet = ({ baseline, lines, newClusters }: Digest): boolean =>
  !baseline && lines.length === 0 && newClusters.length === 0

/** Nothing changed is a statement about clusters that were read. */
const quietText = ({ run: { counts } }: Digest): string =>
  counts?.audited === 0 ? 'no cluster was read: whether anything changed is not known' : 'nothing changed'

/** In a baseline run all are new, and the headline counts them. */
function newClusterLines({ baseline, newClusters }: Digest): string[] {
  if (baseline || newClusters.length === 0) return []
  const names = newClusters.map(({ cluster, open }) => `${cluster} (${open} open)`)
  return [`+ seen for the first time: ${listed(names, 6)}`]
}

function staleLines({ stale }: Digest): string[] {
  const shown = stale.slice(0, mostNamed)
  const lines = shown.map(({ cluster, cause, since }) =>
    since ? `! ${cluster}: ${cause}; its findings are as of ${since}` : `! ${cluster}: ${cause}; never read`,
  )
  const hidden = stale.length - shown.length
  return hidden === 0 ? lines : [...lines, `! and ${hidden} more clusters that could not be read`]
}

/** What of the fleet and the catalogue a run was asked for, where it was not all. */
function partOf({ partial, checks }: Digest['run']): string {
  const parts = [...(partial ? ['part of the fleet'] : []), ...(checks ? [`only ${listed(checks, 3)}`] : [])]
  return parts.length === 0 ? '' : ` (${parts.join(', ')})`
}

function headline({ run }: Digest, paint: Paint): string[] {
  const { counts, coverage } = run
  if (!counts) return [`run ${run.id} has not ended`]
  const open = Severity.options
    .filter((severity) => counts.open[severity] > 0)
    .map((severity) => paint.severity(severity, `${counts.open[severity]} ${severity}`))
  const state = run.state === 'complete' ? 'complete' : paint.bad('INCOMPLETE')
  return [
    `run ${run.id}${partOf(run)}: ${state}, ${coverage?.read ?? counts.audited} of ${coverage?.known ?? counts.clusters} clusters read; ` +
      `open: ${open.join(', ') || 'none'}; ${counts.opened} opened, ${counts.worsened} worsened, ${counts.resolved} resolved; ` +
      `${counts.unknowns} not checked${causesText(counts.unknownCauses)}`,
    ...[presenceText(counts)].filter(Boolean).map((text) => `clusters: ${text}`),
  ]
}

/** ` (26 unreachable, 4 forbidden)`; runs that were stored before causes were counted have none. */
function causesText(causes: NonNullable<Digest['run']['counts']>['unknownCauses'] = {}): string {
  const counted = Object.entries(causes).toSorted(([, a], [, b]) => b.answers - a.answers)
  return counted.length === 0 ? '' : ` (${counted.map(([cause, { answers }]) => `${answers} ${cause}`).join(', ')})`
}

function lineText(line: DigestLine, paint: Paint): string {
  const severity = paint.severity(line.severity, line.severity)
  // What is found of the fleet as a whole names its clusters itself.
  const names = line.clusters.flatMap((place) =>
    isFleet(place) && place.texts.length > 0 ? place.texts : [place.cluster],
  )
  return `${marks[line.kind]} ${changeWord(line)}: ${severity} ${line.check}: ${listed(names, 6)}`
}
