import type { Digest } from '@fleet-auditor/model/digest.ts'
import { FleetFile } from '@fleet-auditor/model/fleet-file.ts'
import { digestOfTeam, linesByTeam } from '@fleet-auditor/report/digest/digest-of-team.ts'
import { digestOf } from '@fleet-auditor/report/digest/digest.ts'
import { dayOf, hasNews, isHeartbeat } from '@fleet-auditor/report/digest/news.ts'
import { criticalText, slackCritical } from '@fleet-auditor/report/slack/slack-critical.ts'
import { slackDigest, type SlackMessage } from '@fleet-auditor/report/slack/slack-digest.ts'
import { slackName, slackSafe } from '@fleet-auditor/report/slack/slack-text.ts'
import { describe, expect, it } from 'vitest'
import { change, cluster, endedRun, report } from './ended-run.ts'

const shown = ({ blocks }: Pick<SlackMessage, 'blocks'>): string =>
  blocks
    .flatMap((block) =>
      block.type === 'context'
        ? block.elements.map((element) => ('text' in element ? element.text : ''))
        : [block.text?.text ?? ''],
    )
    .join('\n')

const critical = { check: 'public-broker', severity: 'critical' as const }

/** A run with two teams, one of which has a critical finding. */
const busy: Digest = digestOf(
  endedRun([
    report('eks:a', { target: cluster('eks:a', 'web'), changes: [change('opened')] }),
    report('eks:b', { target: cluster('eks:b', 'payments'), changes: [change('opened', critical), change('opened')] }),
    report('eks:c', { changes: [change('resolved', { state: 'resolved', resolution: 'fixed' })] }),
  ]),
)

describe('slackSafe neutralizes', () => {
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

  it('an escape at the cut by dropping it whole', () => {
    expect(slackSafe('&&&&', 12)).toBe('&amp;&amp;…')
  })

  it('an empty name by a blank', () => {
    expect(slackName('')).toBe('` `')
  })
})

describe('the message of a digest', () => {
  it('leads with counts, groups by team, worst first, and names the run and where the rest is', () => {
    const message = slackDigest(busy)
    expect(message.text).toBe('fleet: critical on 1 cluster, opened on 2 clusters, resolved on 1 cluster (run run-1)')
    const text = shown(message)
    expect(text.indexOf('payments')).toBeLessThan(text.indexOf('web'))
    expect(text).toContain('opened: critical *public-broker*')
    expect(text).toContain('resolved, fixed: medium *unpinned-image*')
    expect(text).toContain('run run-1')
    expect(text).toContain('fleet-auditor digest --run run-1')
  })

  it('warns at the top that a run is incomplete and shows an outage in one line', () => {
    const ledger = [{ id: 'aws:1:eu-west-1', kind: 'scope', outcome: 'failed', detail: 'no role' } as const]
    const digest = digestOf(endedRun([], { state: 'incomplete', ledger }))
    const { blocks } = slackDigest(digest)
    expect(shown({ blocks: blocks.slice(0, 1) })).toContain('INCOMPLETE run')
    expect(shown({ blocks: blocks.slice(1, 2) })).toContain('This run is incomplete.* 1 scope could not be read')
    expect(shown({ blocks }).match(/aws:1:eu-west-1/g)).toHaveLength(1)
  })

  it('has counts and no thread for a baseline run', () => {
    const first = Array.from({ length: 200 }, (_, n) =>
      report(`c${n}`, { first: true, open: { 'unpinned-image': { medium: 30 } } }),
    )
    const message = slackDigest(digestOf(endedRun(first)))
    expect(message.text).toContain('baseline run')
    expect(shown(message)).toContain('200 clusters seen for the first time. Open findings are counted')
    expect(message.blocks.length).toBeLessThan(6)
    expect(message.details).toEqual([])
  })

  it('distinguishes a new rule from a new problem', () => {
    const reports = [
      report('a', { changes: [change('opened', {}, { rule: true })] }),
      report('b', { changes: [change('opened')] }),
    ]
    const text = shown(slackDigest(digestOf(endedRun(reports))))
    expect(text).toContain('opened (new rule): medium *unpinned-image*')
    expect(text).toContain('opened: medium *unpinned-image*')
  })

  it('has one line and one remedy for a check on 180 clusters, all named in the thread', () => {
    const reports = Array.from({ length: 180 }, (_, n) => report(`cluster-${n}`, { changes: [change('opened')] }))
    const message = slackDigest(digestOf(endedRun(reports)))
    expect(shown(message)).toContain('on 180 clusters')
    expect(shown(message)).toContain('and 176 more')
    expect(shown(message).match(/→/g)).toHaveLength(1)
    const details = message.details.map(shown).join('\n')
    for (const { row } of reports) expect(details).toContain(`\`${row.id}\``)
  })

  it('counts what it cut and links to the rest', () => {
    const changes = Array.from({ length: 45 }, (_, n) =>
      change('opened', { check: `check-${n}`, fingerprint: `f${n}` }),
    )
    const message = slackDigest(digestOf(endedRun([report('a', { changes })])), { link: 'https://auditor.test/' })
    expect(shown(message)).toContain('… and 37 more lines: see <https://auditor.test/|https://auditor.test/>')
  })

  it('has for a team the part of that team only', () => {
    const message = slackDigest(busy, { team: 'web' })
    expect(message.text).toBe('fleet, web: opened on 1 cluster (run run-1)')
    expect(shown(message)).not.toContain('public-broker')
    expect(message.details.map(shown).join()).not.toContain('eks:b')
  })
})

describe('the parts of teams', () => {
  it('hold every line between them', () => {
    const teams = linesByTeam(busy)
    expect(teams.map(({ team }) => team)).toEqual(['payments', 'web', undefined])
    expect(digestOfTeam(busy, 'unknown').lines).toEqual([])
  })
})

describe('the message for critical findings', () => {
  it('names check, cluster and remedy', () => {
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
    ['a baseline run', { first: true, open: { 'public-broker': { critical: 1 } } }],
  ])('is not sent for %s', (_, edits) => {
    const digest = digestOf(endedRun([report('a', edits)]))
    expect(slackCritical(digest)).toBeUndefined()
    expect(criticalText(digest)).toBeUndefined()
  })
})

describe('a digest', () => {
  const quiet = digestOf(endedRun([report('a')]))
  it.each([
    ['of a quiet run', quiet, false],
    ['with a change', busy, true],
    ['of a baseline run', digestOf(endedRun([report('a', { first: true })])), true],
    ['of an incomplete run', digestOf(endedRun([report('a')], { state: 'incomplete' })), true],
  ])('%s is worth a message only if it has news', (_, digest, expected) => {
    expect(hasNews(digest)).toBe(expected)
  })

  it.each([
    // 2026-11-23 is a Monday.
    ['on the day of the heartbeat', '2026-11-23T02:00:00Z', 'Etc/UTC', false, true],
    ['on no other day', '2026-11-24T02:00:00Z', 'Etc/UTC', false, false],
    ['on no other day in the time zone of the fleet', '2026-11-23T23:30:00Z', 'Europe/Berlin', false, false],
    ['on the day of the heartbeat in the time zone of the fleet', '2026-11-22T23:30:00Z', 'Europe/Berlin', false, true],
    ['never for a partial run', '2026-11-23T02:00:00Z', 'Etc/UTC', true, false],
  ])('without news is sent %s', (_, startedAt, timeZone, partial, expected) => {
    const { slack, schedule } = FleetFile.parse({ schedule: { timeZone } })
    const { run } = digestOf(endedRun([], { startedAt, partial }))
    expect(isHeartbeat({ ...quiet, run }, { slack, schedule })).toBe(expected)
  })

  it('is dated in the time zone of the fleet', () => {
    const { run } = digestOf(endedRun([], { startedAt: '2026-11-22T23:30:00Z' }))
    expect(dayOf(run, 'Europe/Berlin')).toEqual({ date: '2026-11-23', weekday: 'monday' })
  })
})
