import type { ContextBlock, HeaderBlock, SectionBlock } from '@slack/types'
import { slackLimits, slackSafe } from './slack-text.ts'

export type SlackBlock = ContextBlock | HeaderBlock | SectionBlock

export const headerBlock = (text: string): HeaderBlock => ({
  type: 'header',
  text: { type: 'plain_text', text: slackSafe(text, slackLimits.header) || ' ', emoji: false },
})

/** `verbatim`: Slack makes no links out of names that look like hosts. The text is safe already. */
const mrkdwn = (text: string) => ({ type: 'mrkdwn', text, verbatim: true }) as const

export const sectionBlock = (lines: readonly string[]): SectionBlock => ({
  type: 'section',
  text: mrkdwn(lines.join('\n')),
})

export const contextBlock = (text: string): ContextBlock => ({ type: 'context', elements: [mrkdwn(text)] })

export function lettersOf(block: SlackBlock): number {
  if (block.type !== 'context') return block.text?.text.length ?? 0
  let letters = 0
  for (const element of block.elements) if ('text' in element) letters += element.text.length
  return letters
}

/** Lines in as many sections as they need, in their order; no line is longer than a section. */
export function sectionsOf(lines: readonly string[]): SectionBlock[] {
  const sections: SectionBlock[] = []
  let taken: string[] = []
  let size = 0
  for (const line of lines) {
    if (taken.length > 0 && size + line.length + 1 > slackLimits.section) {
      sections.push(sectionBlock(taken))
      taken = []
      size = 0
    }
    taken.push(line)
    size += line.length + 1
  }
  return taken.length === 0 ? sections : [...sections, sectionBlock(taken)]
}
