import type { Digest, DigestLine } from '@fleet-auditor/model/digest.ts'
import { changeWord } from '../digest/digest-line.ts'
import { headerBlock, lettersOf, sectionsOf, type SlackBlock } from './slack-blocks.ts'
import { moreLine } from './slack-lines.ts'
import { slackLimits, slackName, slackSafe } from './slack-text.ts'

interface Detail {
  readonly text: string
  readonly blocks: readonly SlackBlock[]
}

/** Every change with its clusters and what was found there, in as many messages as a person reads. */
export function detailMessages(digest: Digest, rest: string): Detail[] {
  if (digest.baseline || digest.lines.length === 0) return []
  const pages = pagesOf(digest.lines.flatMap((line) => [...sectionsOf(linesOf(line))]))
  const shown = pages.slice(0, slackLimits.detailMessages)
  return shown.map((blocks, index) => {
    const text = `details ${index + 1} of ${shown.length} (run ${slackSafe(digest.run.id)})`
    const isLast = index === shown.length - 1
    const cut = isLast ? sectionsOf(moreLine(pages.length - shown.length, 'message', rest)) : []
    return { text, blocks: [headerBlock(`Details ${index + 1} of ${shown.length}`), ...blocks, ...cut] }
  })
}

function linesOf(line: DigestLine): string[] {
  return [
    `*${slackSafe(changeWord(line))}: ${line.severity} ${slackSafe(line.check)}*: ${slackSafe(line.title)}`,
    ...(line.remedy === undefined
      ? []
      : [`→ ${slackSafe(line.remedy)} (steps: fleet-auditor fix ${slackSafe(line.check)})`]),
    ...line.clusters.flatMap(({ cluster, texts }) =>
      texts.map((each) => `• ${slackName(cluster)}: ${slackSafe(each)}`),
    ),
  ]
}

function pagesOf(blocks: readonly SlackBlock[]): SlackBlock[][] {
  const pages: SlackBlock[][] = []
  let page: SlackBlock[] = []
  let letters = 0
  for (const block of blocks) {
    const more = lettersOf(block)
    // Two blocks are the heading and the line about what was cut.
    if (page.length >= slackLimits.blocks - 2 || letters + more > slackLimits.message) {
      pages.push(page)
      page = []
      letters = 0
    }
    page.push(block)
    letters += more
  }
  return page.length === 0 ? pages : [...pages, page]
}
