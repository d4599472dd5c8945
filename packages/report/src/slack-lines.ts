import type { Digest, DigestLine } from '@fleet-auditor/model/digest.ts'
import type { ComparisonWord } from '@fleet-auditor/model/finding.ts'
import { linesByTeam } from './digest-of-team.ts'
import { sectionsOf, type SlackBlock } from './slack-blocks.ts'
import { counted, slackName, slackNames, slackSafe } from './slack-text.ts'

/** What a message shows before it says how many more there are. */
const most = { linesOfTeam: 8, teams: 10, clusters: 4, scopes: 8, unknowns: 5 } as const

const marks: Readonly<Record<ComparisonWord, string>> = {
  opened: ':red_circle:',
  reopened: ':red_circle:',
  worsened: ':small_red_triangle:',
  eased: ':small_red_triangle_down:',
  resolved: ':white_check_mark:',
  standing: ':white_circle:',
  incomparable: ':white_circle:',
}

/** `opened (new rule)`, `resolved, mended`. */
export const changeWord = ({ word, rule, why }: DigestLine): string =>
  `${word}${rule ? ' (new rule)' : ''}${why === undefined ? '' : `, ${slackSafe(why)}`}`

/** One check, one line: how it changed and where, and below it what to do. */
export function changeLines(line: DigestLine): string[] {
  const where = slackNames(
    line.clusters.map(({ cluster }) => cluster),
    most.clusters,
  )
  const what = `${changeWord(line)}: ${line.severity} *${slackSafe(line.check)}*: ${slackSafe(line.title)}`
  return [
    `${marks[line.word]} ${what} on ${counted(line.clusters.length, 'cluster')}: ${where}`,
    ...(line.remedy === undefined ? [] : [`      → ${slackSafe(line.remedy)}`]),
  ]
}

/** Changes by team, worst first; `rest` says where what is cut can be read. */
export function teamBlocks(digest: Digest, rest: string): SlackBlock[] {
  const teams = linesByTeam(digest)
  const blocks = teams.slice(0, most.teams).flatMap(({ team, lines }) => {
    const head = team !== undefined ? [`*${slackName(team)}*`] : teams.length > 1 ? ['*No owner is named*'] : []
    const told = lines.slice(0, most.linesOfTeam).flatMap(changeLines)
    return sectionsOf([...head, ...told, ...moreLine(lines.length - most.linesOfTeam, 'line', rest)])
  })
  return [...blocks, ...sectionsOf(moreLine(teams.length - most.teams, 'owner', rest))]
}

export function outageBlocks({ unreadScopes, stale }: Digest, rest: string): SlackBlock[] {
  const scopes = unreadScopes
    .slice(0, most.scopes)
    .map(({ scope, detail }) => `:warning: scope ${slackName(scope)} could not be read: ${slackSafe(detail)}`)
  const clusters = [...Map.groupBy(stale, ({ cause }) => cause)].map(
    ([cause, of]) =>
      `:warning: ${counted(of.length, 'cluster')} could not be read (${slackSafe(cause)}): ${slackNames(
        of.map(({ cluster }) => cluster),
        most.clusters,
      )}; findings stand as they were`,
  )
  return sectionsOf([...scopes, ...moreLine(unreadScopes.length - most.scopes, 'scope', rest), ...clusters])
}

export function unknownBlocks({ unknowns }: Digest, rest: string): SlackBlock[] {
  const told = unknowns
    .slice(0, most.unknowns)
    .flatMap(({ cause, detail, clusters, checks, remedy }) => [
      `:grey_question: not known on ${counted(clusters, 'cluster')} (${cause}): ${counted(checks.length, 'check')}: ${slackSafe(detail)}`,
      ...(remedy === undefined ? [] : [`      → ${slackSafe(remedy)}`]),
    ])
  return sectionsOf([...told, ...moreLine(unknowns.length - most.unknowns, 'reason', rest)])
}

export const moreLine = (more: number, word: string, rest: string): string[] =>
  more > 0 ? [`… and ${more} more ${word}${more === 1 ? '' : 's'}: see ${rest}`] : []
