import type { Digest, DigestLine } from '@fleet-auditor/model/digest.ts'
import { contextBlock, headerBlock, sectionsOf } from './slack-blocks.ts'
import { whereTheRestIs, type SlackMessage, type SlackOptions } from './slack-digest.ts'
import { changeLines, moreLine } from './slack-lines.ts'
import { counted, slackSafe } from './slack-text.ts'

const mostLines = 10

/** Findings that are critical since this run. */
export const criticalLines = ({ lines }: Pick<Digest, 'lines'>): DigestLine[] =>
  lines.filter(({ severity, word }) => severity === 'critical' && ['opened', 'reopened', 'worsened'].includes(word))

const titleOf = (digest: Digest, lines: readonly DigestLine[]): string => {
  const clusters = new Set(lines.flatMap((line) => line.clusters.map(({ cluster }) => cluster)))
  return `${digest.run.fleet}: new critical findings on ${counted(clusters.size, 'cluster')}`
}

/** Only what is critical since this run; undefined where nothing is. */
export function slackCritical(digest: Digest, options: Pick<SlackOptions, 'link'> = {}): SlackMessage | undefined {
  const lines = criticalLines(digest)
  if (lines.length === 0) return undefined
  const title = titleOf(digest, lines)
  const rest = whereTheRestIs(digest.run.id, options)
  const told = [...lines.slice(0, mostLines).flatMap(changeLines), ...moreLine(lines.length - mostLines, 'check', rest)]
  return {
    text: `${slackSafe(title, 500)} (run ${slackSafe(digest.run.id)})`,
    blocks: [
      headerBlock(title),
      ...sectionsOf(told),
      contextBlock(`run ${slackSafe(digest.run.id)}, started ${slackSafe(digest.run.startedAt)}; more: ${rest}`),
    ],
    details: [],
  }
}

/** The same in plain words, for pagers that are no Slack. */
export function criticalText(digest: Digest): { subject: string; message: string } | undefined {
  const lines = criticalLines(digest)
  if (lines.length === 0) return undefined
  const told = lines.slice(0, mostLines).map(({ word, check, title, clusters }) => {
    const names = clusters.slice(0, mostLines).map(({ cluster }) => cluster)
    const more = clusters.length > names.length ? ` and ${clusters.length - names.length} more` : ''
    return `${word}: ${check}: ${title}: ${names.join(', ')}${more}`
  })
  const more = lines.length > told.length ? [`and ${counted(lines.length - told.length, 'more check')}`] : []
  const where = `run ${digest.run.id}; fleet-auditor digest --run ${digest.run.id}`
  return { subject: titleOf(digest, lines), message: [...told, ...more, where].join('\n') }
}
