import type { Digest, DigestLine } from '@fleet-auditor/model/digest.ts'
import { asksForAction, type ChangeKind } from '@fleet-auditor/model/finding.ts'
import { calendarWarning } from '../calendar-warning.ts'
import { counted, listed } from '../counted.ts'
import { decisionNoteText } from '../digest/decision-text.ts'
import { changeWord } from '../digest/digest-line.ts'
import { linesByTeam } from '../digest/digest-of-team.ts'
import { countedPlaces, isFleet, placesOf } from '../digest/digest-places.ts'
import { withCause } from '../unknowns.ts'
import { sectionsOf, type SlackBlock } from './slack-blocks.ts'
import { slackName, slackSafe } from './slack-text.ts'

/** What a message shows before it counts the rest. */
const most = {
  linesOfTeam: 8,
  teams: 10,
  clusters: 4,
  scopes: 8,
  unknowns: 5,
  checks: 3,
  causes: 4,
  notes: 5,
  letters: 200,
} as const

const marks: Readonly<Record<ChangeKind, string>> = {
  opened: ':red_circle:',
  reopened: ':red_circle:',
  worsened: ':small_red_triangle:',
  improved: ':small_red_triangle_down:',
  resolved: ':white_check_mark:',
  unchanged: ':white_circle:',
  incomparable: ':white_circle:',
}

/** What a new rule found was there before: it is less urgent than a new problem. */
const markOf = ({ kind, rule }: DigestLine): string => (rule && asksForAction(kind) ? ':new:' : marks[kind])

/** One check, one line: how it changed and where, and below it what to do. */
export function changeLines(line: DigestLine): string[] {
  const what = `${slackSafe(changeWord(line))}: ${line.severity} *${slackSafe(line.check)}*: ${slackSafe(line.title)}`
  return [
    `${markOf(line)} ${what}${onPlaces(line)}: ${whereOf(line)}`,
    ...(line.remedy === undefined ? [] : [`      → ${slackSafe(line.remedy)}`]),
  ]
}

const onPlaces = (line: DigestLine): string => (line.clusters.every(isFleet) ? '' : ` on ${placesOf([line])}`)

/** For the fleet as a whole: what was found there instead of its name. */
function whereOf({ clusters }: DigestLine): string {
  const names = clusters.map(({ cluster }) => cluster)
  const found = clusters.find(isFleet)?.texts ?? []
  if (names.length > 1 || found.length === 0) return listed(names, most.clusters, slackName)
  return found.map((each) => slackSafe(each, most.letters)).join('; ')
}

/** Changes by team, worst first; `rest`: where to read what was cut. */
export function teamBlocks(digest: Digest, rest: string): SlackBlock[] {
  const teams = linesByTeam(digest)
  const blocks = teams.slice(0, most.teams).flatMap(({ team, lines }) => {
    const head = team !== undefined ? [`*${slackName(team)}*`] : teams.length > 1 ? ['*No team*'] : []
    const shown = lines.slice(0, most.linesOfTeam).flatMap(changeLines)
    return sectionsOf([...head, ...shown, ...moreLine(lines.length - most.linesOfTeam, 'line', rest)])
  })
  return [...blocks, ...sectionsOf(moreLine(teams.length - most.teams, 'team', rest))]
}

export function outageBlocks(
  { unreadScopes, stale, agingCalendars = [], decisionNotes = [] }: Digest,
  rest: string,
): SlackBlock[] {
  const scopes = unreadScopes
    .slice(0, most.scopes)
    .map(
      ({ scope, detail }) =>
        `:warning: scope ${slackName(scope)} could not be read: ${slackSafe(detail, most.letters)}`,
    )
  const calendars = agingCalendars.map((each) => `:warning: ${slackSafe(calendarWarning(each))}`)
  return sectionsOf([
    ...scopes,
    ...moreLine(unreadScopes.length - most.scopes, 'scope', rest),
    ...staleLine(stale),
    ...calendars,
    ...decisionNotes.slice(0, most.notes).map((each) => `:warning: ${slackSafe(decisionNoteText(each), most.letters)}`),
    ...moreLine(decisionNotes.length - most.notes, 'waiver or attestation', rest),
  ])
}

/** One line for all of them: how many of each cause, some names, and what is known from earlier runs. */
function staleLine(stale: Digest['stale']): string[] {
  if (stale.length === 0) return []
  const byCause = [...Map.groupBy(stale, ({ cause }) => cause)].toSorted(([, a], [, b]) => b.length - a.length)
  const causes = byCause.slice(0, most.causes).map(([cause, of]) => `${of.length} ${slackSafe(cause, most.letters)}`)
  const why = [...causes, ...(byCause.length > causes.length ? ['…'] : [])].join(', ')
  const names = listed(
    // One of each cause first.
    byCause
      .flatMap(([, [first]]) => first ?? [])
      .concat(byCause.flatMap(([, of]) => of.slice(1)))
      .map(({ cluster }) => cluster),
    most.clusters,
    slackName,
  )
  const known = stale.filter(({ since }) => since !== undefined).length
  return [`:warning: ${countedPlaces(stale)} could not be read (${why}): ${names}; ${knownBefore(known, stale.length)}`]
}

function knownBefore(known: number, all: number): string {
  if (known === 0) return 'never read'
  if (known === all) return 'findings are those of the last reading'
  return `${known} of ${all} ${known === 1 ? 'was' : 'were'} read before: findings are those of the last reading`
}

export function unknownBlocks({ unknowns }: Digest, rest: string): SlackBlock[] {
  const shown = unknowns
    .slice(0, most.unknowns)
    .flatMap(({ cause, detail, clusters, checks, remedy }) => [
      `:grey_question: not checked on ${counted(clusters, 'cluster')}: ${listed(checks, most.checks, slackName)}: ${slackSafe(withCause(detail, cause))}`,
      ...(remedy === undefined ? [] : [`      → ${slackSafe(remedy)}`]),
    ])
  return sectionsOf([...shown, ...moreLine(unknowns.length - most.unknowns, 'reason', rest)])
}

export const moreLine = (more: number, kind: string, rest: string): string[] =>
  more > 0 ? [`… and ${more} more ${kind}${more === 1 ? '' : 's'}: see ${rest}`] : []
