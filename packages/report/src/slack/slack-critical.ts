import type { Digest, DigestLine } from '@fleet-auditor/model/digest.ts'
import { listed } from '../counted.ts'
import { counted } from '../counted.ts'
import { placesOf } from '../digest/digest-places.ts'
import { criticalLines } from '../digest/news.ts'
import { contextBlock, headerBlock, sectionsOf } from './slack-blocks.ts'
import { whereTheRestIs, type SlackMessage, type SlackOptions } from './slack-digest.ts'
import { changeLines, moreLine } from './slack-lines.ts'
import { slackSafe } from './slack-text.ts'

const mostLines = 10

const titleOf = (digest: Digest, lines: readonly DigestLine[]): string =>
  `${digest.run.fleet}: new critical findings on ${placesOf(lines)}`

/** Only what is critical since this run; undefined where nothing is. */
export function slackCritical(digest: Digest, options: Pick<SlackOptions, 'link'> = {}): SlackMessage | undefined {
  const lines = criticalLines(digest)
  if (lines.length === 0) return undefined
  const title = titleOf(digest, lines)
  const rest = whereTheRestIs(digest.run.id, options)
  const shown = [
    ...lines.slice(0, mostLines).flatMap(changeLines),
    ...moreLine(lines.length - mostLines, 'check', rest),
  ]
  return {
    text: `${slackSafe(title, 500)} (run ${slackSafe(digest.run.id)})`,
    blocks: [
      headerBlock(title),
      ...sectionsOf(shown),
      contextBlock(`run ${slackSafe(digest.run.id)}, started ${slackSafe(digest.run.startedAt)}; more: ${rest}`),
    ],
    details: [],
  }
}

/** The same as plain text, for pagers. */
export function criticalText(digest: Digest): { subject: string; message: string } | undefined {
  const lines = criticalLines(digest)
  if (lines.length === 0) return undefined
  const shown = lines.slice(0, mostLines).flatMap(({ kind, check, title, remedy, clusters }) => {
    const names = clusters.map(({ cluster }) => cluster)
    const line = `${kind}: ${check}: ${title}: ${listed(names, mostLines)}`
    return remedy === undefined ? [line] : [line, `  → ${remedy}`]
  })
  const more = lines.length > mostLines ? [`and ${counted(lines.length - mostLines, 'more check')}`] : []
  const where = `run ${digest.run.id}; fleet-auditor digest --run ${digest.run.id}`
  return { subject: titleOf(digest, lines), message: [...shown, ...more, where].join('\n') }
}
