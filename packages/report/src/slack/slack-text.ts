import { safeText } from '../safe-text.ts'

/**
 * Sizes of a message, all below what Slack takes: 50 blocks, 150 characters of a header, 3,000 of a section's text, 10
 * elements of a context, 40,000 of `text` (4,000 advised).
 * https://docs.slack.dev/reference/block-kit/blocks, https://docs.slack.dev/reference/methods/chat.postMessage
 */
export const slackLimits = {
  blocks: 45,
  header: 150,
  section: 2900,
  /** Of all blocks of a message; Slack answers `msg_blocks_too_long` to far longer ones and does not say at how many. */
  message: 12_000,
  text: 3000,
  name: 120,
  sentence: 300,
  detailMessages: 10,
} as const

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '`': '\u2019' }

/**
 * Text of any origin as Slack shows it and does nothing else: no mention, no link, no markup of ours broken; cut where
 * it would be longer than `limit` as it is sent. Mentions of whole channels work by their bare words where a workspace
 * parses them.
 */
export function slackSafe(text: string, limit: number = slackLimits.sentence): string {
  let safe = ''
  for (const letter of text) {
    const piece = escapes[letter] ?? safeText(letter)
    if (safe.length + piece.length < limit) safe += piece
    else {
      safe += '…'
      break
    }
  }
  return safe.replaceAll(/@(?=here|channel|everyone)/gi, '\uFF20')
}

/** A name in a code span, where Slack reads neither emoji nor emphasis. */
export const slackName = (name: string): string => `\`${slackSafe(name, slackLimits.name) || ' '}\``
