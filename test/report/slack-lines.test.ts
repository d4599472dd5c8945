import { describe, expect, it } from 'vitest'
import type { ResultSummary } from '@fleet-auditor/model/result-summary.ts'
import { digestDetails } from '@fleet-auditor/report/digest-details.ts'
import { digestOf } from '@fleet-auditor/report/digest.ts'
import { noColours } from '@fleet-auditor/report/paint.ts'
import type { SlackBlock } from '@fleet-auditor/report/slack-blocks.ts'
import { slackDigest } from '@fleet-auditor/report/slack-digest.ts'
import { change, cluster, night, report } from './night.ts'

const textOf = (block: SlackBlock): string => (block.type === 'context' ? '' : (block.text?.text ?? ''))

const told = (...[reports, run]: Parameters<typeof night>): string =>
  slackDigest(digestOf(night(reports, run)))
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
    const text = told([report('a', { changes: [...low, worse] })])
    expect(text).toContain('worsened: critical')
    expect(text.indexOf('worsened: critical')).toBeLessThan(text.indexOf('opened: low'))
  })

  it('has a new problem above what a new rule found, where they weigh the same', () => {
    const rules = Array.from({ length: 12 }, (_, n) => opened(`a-${n}`, 'low', true))
    const text = told([report('a', { changes: [...rules, opened('z', 'low')] }), report('b', { changes: rules })])
    expect(text.indexOf('*z*')).toBeLessThan(text.indexOf('(new rule)'))
    expect(text).toContain(':red_circle: opened: low *z*')
    expect(text).toContain(':new: opened (new rule): low *a-0*')
  })

  it('has a team with a critical newcomer above one with a low opening, and says where its remedy is', () => {
    const text = told([
      report('a', { target: cluster('a', 'low'), changes: [opened('x', 'low')] }),
      report('n', { target: cluster('n', 'newcomers'), first: true, open: { 'public-broker': { critical: 1 } } }),
    ])
    expect(text.indexOf('*`newcomers`*')).toBeLessThan(text.indexOf('*`low`*'))
    expect(text).toContain('→ see what to do: fleet-auditor explain public-broker')
  })
})

describe('places', () => {
  const fleet = report('fleet', {
    target: { kind: 'fleet', key: 'fleet', name: 'fleet' },
    changes: [opened('vanished-cluster', 'low')],
  })
  const plane = report('plane:eu', { target: { kind: 'plane', key: 'eu' }, changes: [opened('unowned-plane', 'low')] })

  it('are no clusters where they are the fleet or a plane', () => {
    const text = told([fleet, plane, report('a', { changes: [opened('x', 'low')] })])
    expect(text).toContain('fleet: opened on 1 cluster, 1 plane and the fleet')
    expect(text).toContain('on 1 plane: `plane:eu`')
    expect(text).not.toContain('on 1 cluster: `fleet`')
    expect(text).toMatch(/\*vanished-cluster\*.*: Deployment meshery\/meshery/)
  })

  it('are counted once in the headline, however many lines name them', () => {
    const changes = [opened('x', 'low'), opened('y', 'low')]
    expect(told([report('a', { changes })])).toContain('fleet: opened on 1 cluster\n')
  })
})

describe('what could not be read', () => {
  it('is one line, with its causes, one cluster of each named', () => {
    const timeouts = Array.from({ length: 30 }, (_, n) => unread(`t${n}`, 'timeout', '2026-11-20T02:00:00Z'))
    const warnings = told([...timeouts, unread('f', 'forbidden')])
      .split('\n')
      .filter((line) => line.includes(':warning:'))
    expect(warnings).toEqual([
      ':warning: 31 clusters could not be read (30 timeout, 1 forbidden): `t0`, `f`, `t1`, `t2` and 27 more; 30 of 31 were read before, what was found there stands',
    ])
  })

  it('counts planes apart from clusters', () => {
    const row = { id: 'plane:eu', kind: 'plane', outcome: 'failed', cause: 'timeout' } as const
    const text = told([report('plane:eu', { target: { kind: 'plane', key: 'eu' }, row }), unread('a', 'timeout')], {
      state: 'incomplete',
    })
    expect(text.match(/1 cluster and 1 plane could not be read/g)).toHaveLength(2)
  })

  it('is said never to have been read', () => {
    expect(told([unread('a', 'timeout')])).toContain('(1 timeout): `a`; never read so far')
  })
})

describe('the headline', () => {
  it.each([
    [true, '*1 of 1 cluster* read (only a part of the fleet was asked for);'],
    [false, '*1 of 1 cluster* read;'],
  ])('of a run that is partial: %s', (partial, says) => {
    expect(told([report('a', { changes: [opened('x', 'low')] })], { partial })).toContain(says)
  })

  it('has no count of changes on a first night', () => {
    expect(told([report('a', { first: true })])).not.toContain('1 opened')
  })
})

const unknown = { check: 'missing-broker', cause: 'forbidden', detail: '403 on brokers' } as const

describe('what is not known', () => {
  it('names its checks', () => {
    const text = told([report('a', { unknowns: [unknown] })])
    expect(text).toContain('not known on 1 cluster: `missing-broker`: 403 on brokers (forbidden)')
  })
})

describe('clusters seen for the first time', () => {
  it('are named among known ones', () => {
    const fresh = report('new', { first: true, open: { x: { low: 2 } } })
    expect(told([fresh, report('a', { changes: [opened('x', 'low')] })])).toContain(
      '1 cluster seen for the first time, 2 findings open there: `new`',
    )
  })

  it('are named for what is critical on a first night, in one line a check', () => {
    const first = Array.from({ length: 200 }, (_, n) =>
      report(`c${n}`, { first: true, open: { 'public-broker': { critical: 1 }, 'unpinned-image': { low: 30 } } }),
    )
    const text = told(first)
    expect(text).toContain('first night, the baseline: critical on 200 clusters')
    expect(text.match(/public-broker/g)).toHaveLength(2)
    expect(text).not.toContain('unpinned-image')
  })
})

describe('the details for a terminal', () => {
  it('hold all that a message cuts', () => {
    const many = Array.from({ length: 40 }, (_, n) =>
      report(`c${n}`, { changes: [opened('x', 'low')], unknowns: [unknown] }),
    )
    const lost = Array.from({ length: 40 }, (_, n) => unread(`u${n}`, 'timeout'))
    const fresh = report('new', { first: true, open: { x: { low: 2 } } })
    const text = digestDetails(digestOf(night([...many, ...lost, fresh])), noColours).join('\n')
    for (const { row } of [...many, ...lost]) expect(text).toMatch(new RegExp(`^  ${row.id}\\b`, 'm'))
    expect(text).toContain('on 40 clusters: 403 on brokers (forbidden): missing-broker')
    expect(text).toContain('  new: 2 open')
  })
})
