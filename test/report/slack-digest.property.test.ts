import type { SlackBlock } from '@fleet-auditor/report/slack/slack-blocks.ts'
import { slackCritical } from '@fleet-auditor/report/slack/slack-critical.ts'
import { slackDigest, type SlackMessage } from '@fleet-auditor/report/slack/slack-digest.ts'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyDigest } from './any-digest.ts'

const options = fc.constantFrom({}, { link: 'https://auditor.test/x' }, { team: 'payments' })

const messagesOf = (message: SlackMessage): readonly Pick<SlackMessage, 'text' | 'blocks'>[] => [
  message,
  ...message.details,
]

const textsOf = (block: SlackBlock): string[] => {
  if (block.type === 'context') return block.elements.flatMap((element) => ('text' in element ? [element.text] : []))
  return block.text ? [block.text.text] : []
}

const withinLimits = ({ text, blocks }: Pick<SlackMessage, 'text' | 'blocks'>): void => {
  expect(text.length).toBeLessThanOrEqual(4000)
  expect(blocks.length).toBeLessThanOrEqual(50)
  expect(blocks.length).toBeGreaterThan(0)
  for (const block of blocks) {
    const [limit, most] = block.type === 'header' ? [150, 1] : block.type === 'section' ? [3000, 1] : [3000, 10]
    const texts = textsOf(block)
    expect(texts.length).toBeLessThanOrEqual(most)
    for (const each of texts) {
      expect(each.length).toBeGreaterThan(0)
      expect(each.length).toBeLessThanOrEqual(limit)
    }
  }
}

const harmless = ({ text, blocks }: Pick<SlackMessage, 'text' | 'blocks'>): void => {
  for (const each of [text, ...blocks.flatMap(textsOf)]) {
    expect(each).not.toMatch(/<[!@#]/)
    expect(each).not.toMatch(/@(here|channel|everyone)/i)
    // The one link is ours.
    expect(each.replaceAll('<https://auditor.test/x|https://auditor.test/x>', '')).not.toMatch(/[<>]/)
    expect(each.replaceAll(/&(amp|lt|gt);/g, '')).not.toContain('&')
  }
}

const everyMessage = (holds: (message: Pick<SlackMessage, 'text' | 'blocks'>) => void): void =>
  fc.assert(
    fc.property(anyDigest, options, (digest, chosen) => {
      const critical = slackCritical(digest, chosen)
      const all = [slackDigest(digest, chosen), ...(critical ? [critical] : [])]
      for (const message of all.flatMap(messagesOf)) holds(message)
    }),
    { numRuns: 60 },
  )

describe('any digest as Slack messages', () => {
  it('stays within the limits of Slack', () => everyMessage(withinLimits))
  it('mentions no one and links only to the configured address', () => everyMessage(harmless))
  it('has a main message and at most ten details', () => {
    fc.assert(
      fc.property(anyDigest, (digest) => slackDigest(digest).details.length <= 10),
      { numRuns: 60 },
    )
  })
})
