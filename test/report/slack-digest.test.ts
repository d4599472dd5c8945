import { describe, expect, it } from 'vitest'
import type { Digest } from '@fleet-auditor/model/digest.ts'
import { FleetFile } from '@fleet-auditor/model/fleet-file.ts'
import { digestOf } from '@fleet-auditor/report/digest.ts'
import { digestOfTeam, linesByTeam } from '@fleet-auditor/report/digest-of-team.ts'
import { dayOf, hasNews, isHeartbeat } from '@fleet-auditor/report/news.ts'
import { criticalText, slackCritical } from '@fleet-auditor/report/slack-critical.ts'
import { slackDigest, type SlackMessage } from '@fleet-auditor/report/slack-digest.ts'
import { slackName, slackSafe } from '@fleet-auditor/report/slack-text.ts'
import { change, cluster, night, report } from './night.ts'

const shown = ({ blocks }: Pick<SlackMessage, 'blocks'>): string =>
  blocks
    .flatMap((block) =>
      block.type === 'context'
        ? block.elements.map((element) => ('text' in element ? element.text : ''))
        : [block.text?.text ?? ''],
    )
    .join('\n')

const critical = { check: 'public-broker', severity: 'critical' as const }

/** A night with two teams, one of which has a critical finding. */
const busy: Digest = digestOf(
  night([
    report('eks:a', { target: cluster('eks:a', 'web'), changes: [change('opened')] }),
    report('eks:b', { target: cluster('eks:b', 'payments'), changes: [change('opened', critical), change('opened')] }),
    report('eks:c', { changes: [change('resolved', { state: 'resolved', resolution: 'fixed' })] }),
  ]),
)

describe('slackSafe', () => {
  it.each([
    ['a mention of a channel', '<!channel>', '&lt;!channel&gt;'],
    ['a mention of a person', '<@U123>', '&lt;@U123&gt;'],
    ['a bare mention', '@here', '＠here'],
    ['a link', '<https://evil.test|ok>', '&lt;https://evil.test|ok&gt;'],
    ['an escape', '&lt;!here&gt;', '&amp;lt;!here&amp;gt;'],
    ['the end of a code span', '`*x*', '’*x*'],
    ['a control character', 'a\u001b', 'a\\u001b'],
    ['an image by digest', 'nats@sha256:ab', 'nats@sha256:ab'],
  ])('%s', (_, text, expected) => {
    expect(slackSafe(text)).toBe(expected)
  })

  it('never cuts an escape', () => {
    expect(slackSafe('&&&&', 12)).toBe('&amp;&amp;…')
  })

  it('is not empty as a name', () => {
    expect(slackName('')).toBe('` `')
  })
})

describe('the message of a digest', () => {
  it('leads with counts, groups by team, the worst first, and names run and place of the rest', () => {
    const message = slackDigest(busy)
    expect(message.text).toBe('fleet: critical on 1 cluster, opened on 2 clusters, resolved on 1 cluster (run run-1)')
    const text = shown(message)
    expect(text.indexOf('payments')).toBeLessThan(text.indexOf('web'))
    expect(text).toContain('opened: critical *public-broker*')
    expect(text).toContain('resolved, fixed: medium *unpinned-image*')
    expect(text).toContain('run run-1')
    expect(text).toContain('fleet-auditor digest --run run-1')
  })

  it('says at the top that a run is incomplete, and tells an outage in one line', () => {
    const ledger = [{ id: 'aws:1:eu-west-1', kind: 'scope', outcome: 'failed', detail: 'no role' } as const]
    const digest = digestOf(night([], { state: 'incomplete', ledger }))
    const { blocks } = slackDigest(digest)
    expect(shown({ blocks: blocks.slice(0, 1) })).toContain('INCOMPLETE run')
    expect(shown({ blocks: blocks.slice(1, 2) })).toContain('This run is incomplete.* 1 scope could not be read')
    expect(shown({ blocks }).match(/aws:1:eu-west-1/g)).toHaveLength(1)
  })

  it('tells a first night as counts, without a thread', () => {
    const first = Array.from({ length: 200 }, (_, n) =>
      report(`c${n}`, { first: true, open: { 'unpinned-image': { medium: 30 } } }),
    )
    const message = slackDigest(digestOf(night(first)))
    expect(message.text).toContain('first night, the baseline')
    expect(shown(message)).toContain('200 clusters seen for the first time. What is open now is counted')
    expect(message.blocks.length).toBeLessThan(6)
    expect(message.details).toEqual([])
  })

  it('tells a new rule apart from a new problem', () => {
    const reports = [
      report('a', { changes: [change('opened', {}, { rule: true })] }),
      report('b', { changes: [change('opened')] }),
    ]
    const text = shown(slackDigest(digestOf(night(reports))))
    expect(text).toContain('opened (new rule): medium *unpinned-image*')
    expect(text).toContain('opened: medium *unpinned-image*')
  })

  it('rolls one check on 180 clusters up into one line with one remedy, and names them in the thread', () => {
    const reports = Array.from({ length: 180 }, (_, n) => report(`cluster-${n}`, { changes: [change('opened')] }))
    const message = slackDigest(digestOf(night(reports)))
    expect(shown(message)).toContain('on 180 clusters')
    expect(shown(message)).toContain('and 176 more')
    expect(shown(message).match(/→/g)).toHaveLength(1)
    const details = message.details.map(shown).join('\n')
    for (const { row } of reports) expect(details).toContain(`\`${row.id}\``)
  })

  it('says how much it cut and where the rest is', () => {
    const changes = Array.from({ length: 45 }, (_, n) =>
      change('opened', { check: `check-${n}`, fingerprint: `f${n}` }),
    )
    const message = slackDigest(digestOf(night([report('a', { changes })])), { link: 'https://auditor.test/' })
    expect(shown(message)).toContain('… and 37 more lines: see <https://auditor.test/|https://auditor.test/>')
  })

  it('has for a team only its part', () => {
    const message = slackDigest(busy, { team: 'web' })
    expect(message.text).toBe('fleet, web: opened on 1 cluster (run run-1)')
    expect(shown(message)).not.toContain('public-broker')
    expect(message.details.map(shown).join()).not.toContain('eks:b')
  })
})

describe('parts of teams', () => {
  it('share out every line', () => {
    const teams = linesByTeam(busy)
    expect(teams.map(({ team }) => team)).toEqual(['payments', 'web', undefined])
    expect(digestOfTeam(busy, 'nobody').lines).toEqual([])
  })
})

describe('critical openings', () => {
  it('are a message of their own', () => {
    const message = slackCritical(busy)
    expect(message?.text).toBe('fleet: new critical findings on 1 cluster (run run-1)')
    expect(criticalText(busy)).toEqual({
      subject: 'fleet: new critical findings on 1 cluster',
      message: expect.stringMatching(/^opened: public-broker: .*: eks:b\n {2}→ .+\nrun run-1; /),
    })
  })

  it.each([
    ['nothing critical', { changes: [change('opened')] }],
    [
      'a critical one that was resolved',
      { changes: [change('resolved', { ...critical, state: 'resolved' as const })] },
    ],
    ['a first night', { first: true, open: { 'public-broker': { critical: 1 } } }],
  ])('are silent of %s', (_, edits) => {
    const digest = digestOf(night([report('a', edits)]))
    expect(slackCritical(digest)).toBeUndefined()
    expect(criticalText(digest)).toBeUndefined()
  })
})

describe('news', () => {
  const quiet = digestOf(night([report('a')]))
  it.each([
    ['a quiet night', quiet, false],
    ['a change', busy, true],
    ['a first night', digestOf(night([report('a', { first: true })])), true],
    ['an incomplete run', digestOf(night([report('a')], { state: 'incomplete' })), true],
  ])('%s', (_, digest, expected) => {
    expect(hasNews(digest)).toBe(expected)
  })

  it.each([
    // 2026-11-23 is a Monday.
    ['on its day', '2026-11-23T02:00:00Z', 'Etc/UTC', false, true],
    ['on another day', '2026-11-24T02:00:00Z', 'Etc/UTC', false, false],
    ['where the fleet is', '2026-11-23T23:30:00Z', 'Europe/Berlin', false, false],
    ['on its day where the fleet is', '2026-11-22T23:30:00Z', 'Europe/Berlin', false, true],
    ['never of a part', '2026-11-23T02:00:00Z', 'Etc/UTC', true, false],
  ])('the heartbeat comes %s', (_, startedAt, timeZone, partial, expected) => {
    const { slack, schedule } = FleetFile.parse({ schedule: { timeZone } })
    const { run } = digestOf(night([], { startedAt, partial }))
    expect(isHeartbeat({ ...quiet, run }, { slack, schedule })).toBe(expected)
  })

  it('names the day where the fleet is', () => {
    const { run } = digestOf(night([], { startedAt: '2026-11-22T23:30:00Z' }))
    expect(dayOf(run, 'Europe/Berlin')).toEqual({ date: '2026-11-23', weekday: 'monday' })
  })
})
