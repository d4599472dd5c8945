import type { Digest } from '@fleet-auditor/model/digest.ts'
import { Severity } from '@fleet-auditor/model/severity.ts'
import { counted, listed } from '../counted.ts'
import { digestOfTeam } from '../digest/digest-of-team.ts'
import { countedPlaces, placesOf, presenceText } from '../digest/digest-places.ts'
import { criticalLines } from '../digest/news.ts'
import { contextBlock, headerBlock, lettersOf, sectionBlock, type SlackBlock } from './slack-blocks.ts'
import { detailMessages } from './slack-details.ts'
import { outageBlocks, teamBlocks, unknownBlocks } from './slack-lines.ts'
import { slackLimits, slackName, slackSafe } from './slack-text.ts'

export interface SlackMessage {
  /** What notifications and plain clients show. */
  readonly text: string
  readonly blocks: readonly SlackBlock[]
  /** Messages of the thread, in their order. */
  readonly details: readonly { readonly text: string; readonly blocks: readonly SlackBlock[] }[]
}

const mostNewcomers = 4

export interface SlackOptions {
  /** Only the part of this team. */
  readonly team?: string
  /** Address of the API or page. */
  readonly link?: string
}

/** A digest as a message and its thread. What was cut is counted, with where the rest is. */
export function slackDigest(whole: Digest, options: SlackOptions = {}): SlackMessage {
  const { team } = options
  const digest = team === undefined ? whole : digestOfTeam(whole, team)
  const { run } = digest
  const title = `${run.fleet}${team === undefined ? '' : `, ${team}`}: ${newsOf(digest)}`
  const rest = whereTheRestIs(run.id, options)
  const blocks: SlackBlock[] = [
    headerBlock(title),
    ...incompleteBlocks(digest),
    ...(team === undefined ? [sectionBlock([countsOf(digest)])] : []),
    ...outageBlocks(digest, rest),
    ...teamBlocks(digest, rest),
    ...newClusterBlocks(digest),
    ...unknownBlocks(digest, rest),
  ]
  const footer = contextBlock(`run ${slackSafe(run.id)}, started ${slackSafe(run.startedAt)}; more: ${rest}`)
  return {
    text: `${slackSafe(title, 500)} (run ${slackSafe(run.id)})`,
    blocks: fitting(blocks, footer, rest),
    details: detailMessages(digest, rest),
  }
}

/** Where to read on: our own words, or the fleet file's link, escaped as every text is. */
export const whereTheRestIs = (run: string, { link }: SlackOptions): string =>
  link === undefined
    ? `\`fleet-auditor digest --run ${slackSafe(run)}\``
    : `<${slackSafe(link, slackLimits.text).replaceAll('|', '%7C')}|${slackSafe(link, slackLimits.name)}>`

function newsOf(digest: Digest): string {
  const { run, baseline, lines, newClusters } = digest
  const state = run.state === 'complete' ? '' : 'INCOMPLETE run; '
  if (baseline) return `${state}baseline run${lines.length > 0 ? `: critical on ${placesOf(lines)}` : ''}`
  // Places, not findings: those are counted below, with those of new clusters.
  const counts = ['opened', 'reopened', 'worsened', 'improved', 'resolved'].flatMap((kind) => {
    const changed = lines.filter((line) => line.kind === kind)
    return changed.length === 0 ? [] : [`${kind} on ${placesOf(changed)}`]
  })
  const critical = criticalLines(digest)
  if (critical.length > 0) counts.unshift(`critical on ${placesOf(critical)}`)
  if (newClusters.length > 0) counts.push(counted(newClusters.length, 'new cluster'))
  return `${state}${counts.length === 0 ? 'nothing changed' : counts.join(', ')}`
}

function incompleteBlocks({ run, unreadScopes, stale }: Digest): SlackBlock[] {
  if (run.state === 'complete') return []
  const unread = [
    ...(unreadScopes.length > 0 ? [counted(unreadScopes.length, 'scope')] : []),
    ...(stale.length > 0 ? [countedPlaces(stale)] : []),
  ]
  const what = unread.length === 0 ? '' : ` ${unread.join(' and ')} could not be read.`
  return [sectionBlock([`:warning: *This run is incomplete.*${what} Anything not listed was not checked.`])]
}

function countsOf({ run: { counts, coverage, partial, checks }, baseline, newClusters, stale }: Digest): string {
  if (!counts) return 'The run has not ended: no counts yet.'
  const open = Severity.options.filter((severity) => counts.open[severity] > 0)
  const severities = open.map((severity) => `${counts.open[severity]} ${severity}`).join(', ') || 'none'
  const brought = newClusters.length > 0 ? ' (those of new clusters included)' : ''
  const changed = `${counts.opened} opened${brought}, ${counts.worsened} worsened, ${counts.resolved} resolved`
  return [
    `*${coverage?.read ?? counts.audited} of ${counted(coverage?.known ?? counts.clusters, 'cluster')}* read${partial ? ' (run of a part of the fleet)' : ''}${checks ? ` (only ${listed(checks, 3)})` : ''}`,
    ...[presenceText(counts)].filter(Boolean),
    `findings open: *${severities}*`,
    ...(baseline ? [] : [changed]),
    `${counts.unknowns} not checked${stale.length > 0 ? ' (those of unread clusters included)' : ''}`,
  ].join('; ')
}

function newClusterBlocks({ newClusters, baseline }: Digest): SlackBlock[] {
  if (newClusters.length === 0) return []
  const seen = `${counted(newClusters.length, 'cluster')} seen for the first time`
  if (baseline) {
    return [sectionBlock([`${seen}. Open findings are counted; changes are reported from the next run on.`])]
  }
  let open = 0
  for (const cluster of newClusters) open += cluster.open
  const names = listed(
    newClusters.map(({ cluster }) => cluster),
    mostNewcomers,
    slackName,
  )
  return [sectionBlock([`${seen}, ${counted(open, 'finding')} open there: ${names}`])]
}

/** The blocks that fit, from the top, a line that counts the rest, and the footer. */
function fitting(blocks: readonly SlackBlock[], footer: SlackBlock, rest: string): SlackBlock[] {
  const shown: SlackBlock[] = []
  let letters = lettersOf(footer)
  for (const block of blocks) {
    letters += lettersOf(block)
    if (shown.length >= slackLimits.blocks - 2 || letters > slackLimits.message) break
    shown.push(block)
  }
  const hidden = blocks.length - shown.length
  const cut = hidden > 0 ? [contextBlock(`… and ${counted(hidden, 'more part')}: see ${rest}`)] : []
  return [...shown, ...cut, footer]
}
