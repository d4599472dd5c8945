import { slackCritical } from '@fleet-auditor/report/slack/slack-critical.ts'
import { slackDigest } from '@fleet-auditor/report/slack/slack-digest.ts'
import { blockFaults } from '@fleet-auditor/simulator/slack/message-fault.ts'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { anyDigest } from '../report/any-digest.ts'
import { describeWith } from './available.ts'
import { blockFaultsOf } from './slack-sdk.ts'

const text = (length: number, type = 'mrkdwn') => ({ type, text: 'x'.repeat(length) })
const context = (elements: number) => ({ type: 'context', elements: Array.from({ length: elements }, () => text(1)) })

describeWith(['slack-sdk'], 'blocks judged by Slack’s own SDK', () => {
  it('are well in every message of any digest', async () => {
    const digests = fc.sample(anyDigest, { numRuns: 40, seed: 1 })
    const messages = digests.flatMap((digest) => {
      const whole = slackDigest(digest)
      return [whole, ...whole.details, slackDigest(digest, { team: 'payments' }), slackCritical(digest) ?? []].flat()
    })
    const faults = (await blockFaultsOf(messages.map(({ blocks }) => blocks))).flat()
    expect(faults.length).toBeGreaterThan(100)
    expect(faults.filter((fault) => fault !== null)).toEqual([])
  })

  it.each([
    ['a header of 150', { type: 'header', text: text(150, 'plain_text') }, true],
    ['a header of 151', { type: 'header', text: text(151, 'plain_text') }, false],
    ['a section of 3000', { type: 'section', text: text(3000) }, true],
    ['a section of 3001', { type: 'section', text: text(3001) }, false],
    ['10 elements', context(10), true],
    ['11 elements', context(11), false],
    ['a block_id of 255', { type: 'divider', block_id: 'x'.repeat(255) }, true],
    ['a block_id of 256', { type: 'divider', block_id: 'x'.repeat(256) }, false],
    ['an unknown type', { type: 'heading' }, false],
  ])('are judged alike by the simulator: %s', async (_, block, well) => {
    expect([(await blockFaultsOf([[block]])).flat()[0] === null, blockFaults([block]).length === 0]).toEqual([
      well,
      well,
    ])
  })
})
