import type { ResultSummary } from '@fleet-auditor/model/result-summary.ts'
import { digestDetails } from '@fleet-auditor/report/digest/digest-details.ts'
import { digestOf } from '@fleet-auditor/report/digest/digest.ts'
import { noColours } from '@fleet-auditor/report/paint.ts'
import type { SlackBlock } from '@fleet-auditor/report/slack/slack-blocks.ts'
import { slackDigest } from '@fleet-auditor/report/slack/slack-digest.ts'
import { describe, expect, it } from 'vitest'
import { change, cluster, endedRun, report } from './ended-run.ts'

const textOf = (block: SlackBlock): string => (block.type === 'context' ? '' : (block.text?.text ?? ''))

const messageText = (...[reports, run]: Parameters<typeof endedRun>): string =>
  slackDigest(digestOf(endedRun(reports, run)))
    .blocks.map(textOf)
    .join('\n')

const unread = (id: string, cause: 'timeout' | 'forbidden', staleSince?: string): ResultSummary =>
  report(id, {
    row: { id, kind: 'cluster', outcome: 'unreachable', cause },
    ...(staleSince === undefined ? {} : { staleSince }),
  })
const opened = (check: string, severity: 'critical' | 'low', rule = false) =>
  change('opened', { check, severity, fingerprint: check }, { rule })

describe('the order of lines', () => {
  it('has what worsened to critical above low openings, however many', () => {
    const low = Array.from({ length: 20 }, (_, n) => opened(`check-${n}`, 'low'))
    const worse = change('worsened', { severity: 'critical', fingerprint: 'w' }, { from: 'high' })
    const text = messageText([report('a', { changes: [...low, worse] })])
    expect(text).toContain('worsened: critical')
    expect(text.indexOf('worsened: critical')).toBeLessThan(text.indexOf('opened: low'))
  })

  it('has a new problem above what a new rule found, where they weigh the same', () => {
    const rules = Array.from({ length: 12 }, (_, n) => opened(`a-${n}`, 'low', true))
    const text = messageText([
      report('a', { changes: [...rules, opened('z', 'low')] }),
      report('b', { changes: rules }),
    ])
    expect(text.indexOf('*z*')).toBeLessThan(text.indexOf('(new rule)'))
    expect(text).toContain(':red_circle: opened: low *z*')
    expect(text).toContain(':new: opened (new rule): low *a-0*')
  })

  it('has a team with a critical newcomer above one with a low opening, and names where its remedy is', () => {
    const text = messageText([
      report('a', { target: cluster('a', 'low'), changes: [opened('x', 'low')] }),
      report('n', { target: cluster('n', 'newcomers'), first: true, open: { 'public-broker': { critical: 1 } } }),
    ])
    expect(text.indexOf('*`newcomers`*')).toBeLessThan(text.indexOf('*`low`*'))
    expect(text).toContain('→ for the remedy: fleet-auditor explain public-broker')
  })
})

describe('the places of a change', () => {
  const fleet = report('fleet', {
    target: { kind: 'fleet', key: 'fleet', name: 'fleet' },
    changes: [opened('vanished-cluster', 'low')],
  })
  const plane = report('plane:eu', { target: { kind: 'plane', key: 'eu' }, changes: [opened('unowned-plane', 'low')] })

  it('are counted apart for clusters, management planes and the fleet', () => {
    const text = messageText([fleet, plane, report('a', { changes: [opened('x', 'low')] })])
    expect(text).toContain('fleet: opened on 1 cluster, 1 management plane and the fleet')
    expect(text).toContain('on 1 management plane: `plane:eu`')
    expect(text).not.toContain('on 1 cluster: `fleet`')
    expect(text).toMatch(/\*vanished-cluster\*.*: Deployment meshery\/meshery/)
  })

  it('are counted once in the headline, however many lines name them', () => {
    const changes = [opened('x', 'low'), opened('y', 'low')]
    expect(messageText([report('a', { changes })])).toContain('fleet: opened on 1 cluster\n')
  })
})

describe('the warning about unread clusters', () => {
  it('is one line with the causes and a cluster of each', () => {
    const timeouts = Array.from({ length: 30 }, (_, n) => unread(`t${n}`, 'timeout', '2026-11-20T02:00:00Z'))
    const warnings = messageText([...timeouts, unread('f', 'forbidden')])
      .split('\n')
      .filter((line) => line.includes(':warning:'))
    expect(warnings).toEqual([
      ':warning: 31 clusters could not be read (30 timeout, 1 forbidden): `t0`, `f`, `t1`, `t2` and 27 more; 30 of 31 were read before: findings are those of the last reading',
    ])
  })

  it('counts planes apart from clusters', () => {
    const row = { id: 'plane:eu', kind: 'plane', outcome: 'failed', cause: 'timeout' } as const
    const text = messageText(
      [report('plane:eu', { target: { kind: 'plane', key: 'eu' }, row }), unread('a', 'timeout')],
      { state: 'incomplete' },
    )
    expect(text.match(/1 cluster and 1 management plane could not be read/g)).toHaveLength(2)
  })

  it('names a calendar of support that is as good as past', () => {
    const text = messageText([report('a', { changes: [opened('x', 'low')] })], { startedAt: '2027-01-15T02:00:00Z' })
    expect(text).toContain(
      ':warning: the calendar of EKS versions in this release is valid until 2027-02-28: update the auditor',
    )
  })

  it('mentions clusters that were never read', () => {
    expect(messageText([unread('a', 'timeout')])).toContain('(1 timeout): `a`; never read')
  })
})

describe('the headline', () => {
  it.each([
    [true, '*1 of 1 cluster* read (run of a part of the fleet);'],
    [false, '*1 of 1 cluster* read;'],
  ])('shows whether the run was partial: %s', (partial, expected) => {
    expect(messageText([report('a', { changes: [opened('x', 'low')] })], { partial })).toContain(expected)
  })

  it('has no count of changes in a baseline run', () => {
    expect(messageText([report('a', { first: true })])).not.toContain('1 opened')
  })
})

const unknown = { check: 'missing-broker', cause: 'forbidden', detail: '403 on brokers' } as const

describe('the line of what was not checked', () => {
  it('names the checks and the cause', () => {
    const text = messageText([report('a', { unknowns: [unknown] })])
    expect(text).toContain('not checked on 1 cluster: `missing-broker`: 403 on brokers (forbidden)')
  })
})

describe('clusters seen for the first time', () => {
  it('are named among known ones', () => {
    const fresh = report('new', { first: true, open: { x: { low: 2 } } })
    expect(messageText([fresh, report('a', { changes: [opened('x', 'low')] })])).toContain(
      '1 cluster seen for the first time, 2 findings open there: `new`',
    )
  })

  it('are counted in one line a check for what is critical in a baseline run', () => {
    const first = Array.from({ length: 200 }, (_, n) =>
      report(`c${n}`, { first: true, open: { 'public-broker': { critical: 1 }, 'unpinned-image': { low: 30 } } }),
    )
    const text = messageText(first)
    expect(text).toContain('baseline run: critical on 200 clusters')
    expect(text.match(/public-broker/g)).toHaveLength(2)
    expect(text).not.toContain('unpinned-image')
  })
})

describe('the details for a terminal', () => {
  it('hold everything that a message cuts', () => {
    const many = Array.from({ length: 40 }, (_, n) =>
      report(`c${n}`, { changes: [opened('x', 'low')], unknowns: [unknown] }),
    )
    const lost = Array.from({ length: 40 }, (_, n) => unread(`u${n}`, 'timeout'))
    const fresh = report('new', { first: true, open: { x: { low: 2 } } })
    const text = digestDetails(digestOf(endedRun([...many, ...lost, fresh])), noColours).join('\n')
    for (const { row } of [...many, ...lost]) expect(text).toMatch(new RegExp(`^  ${row.id}\\b`, 'm'))
    expect(text).toContain('on 40 clusters: 403 on brokers (forbidden): missing-broker')
    expect(text).toContain('  new: 2 open')
  })
})
