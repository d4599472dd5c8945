import { Digest, type Reason } from '@fleet-auditor/model/digest.ts'
import type { ResultSummary } from '@fleet-auditor/model/result-summary.ts'
import type { Grant } from '@fleet-auditor/model/section.ts'
import { changeWord } from '@fleet-auditor/report/digest/digest-line.ts'
import { digestText } from '@fleet-auditor/report/digest/digest-text.ts'
import { digestOf } from '@fleet-auditor/report/digest/digest.ts'
import { noColours } from '@fleet-auditor/report/paint.ts'
import { describe, expect, it } from 'vitest'
import { change, cluster, endedRun, report } from './ended-run.ts'

const textOf = (...[reports, run]: Parameters<typeof endedRun>): string[] =>
  digestText(digestOf(endedRun(reports, run)), noColours).slice(1)

const grant: Grant = { kind: 'kubernetes', verbs: ['list'], group: 'meshery.io', resource: 'brokers' }
const forbidden: ResultSummary['unknowns'][number] = {
  check: 'missing-broker',
  cause: 'forbidden',
  detail: '403 on brokers',
  grant,
}

describe('a digest', () => {
  it('has counts only for a baseline run', () => {
    const first = report('a', { first: true, open: { 'unpinned-image': { medium: 3 }, 'wildcard-role': { high: 1 } } })
    const digest = digestOf(endedRun([first]))
    expect(digest).toMatchObject({ baseline: true, lines: [], newClusters: [{ cluster: 'a', open: 4 }] })
    expect(textOf([first])).toEqual(['baseline run: changes are reported from the next run on'])
  })

  it('counts the findings of a new cluster and lists the changes of known ones', () => {
    const first = report('new', { first: true, open: { 'unpinned-image': { medium: 2 } } })
    expect(textOf([first, report('a', { changes: [change('opened')] })])).toEqual([
      '+ opened: medium unpinned-image: a',
      '+ seen for the first time: new (2 open)',
    ])
  })

  it('lists what is critical on a new cluster beside the same on known ones', () => {
    const critical = { 'public-broker': { critical: 1 }, 'unpinned-image': { medium: 2 } }
    const opened = change('opened', { check: 'public-broker', severity: 'critical' })
    const lines = (...reports: ResultSummary[]) =>
      digestOf(endedRun(reports)).lines.map(({ severity, check, clusters }) => [
        severity,
        check,
        clusters.map(({ cluster }) => cluster),
      ])
    const fresh = report('new', { first: true, open: critical })
    expect(lines(fresh, report('a', { changes: [opened] }))).toEqual([['critical', 'public-broker', ['a', 'new']]])
    expect(lines(fresh, report('a'))).toEqual([['critical', 'public-broker', ['new']]])
    // In a baseline run too, which names nothing else.
    expect(lines(fresh)).toEqual([['critical', 'public-broker', ['new']]])
    expect(digestOf(endedRun([fresh])).baseline).toBe(true)
  })

  it('shows what was found about the fleet as a whole instead of its name', () => {
    const subject = { kind: 'Cluster', name: 'gke:shop:europe-west1/notebooks' }
    const vanished = change('opened', { check: 'vanished-cluster', subject })
    const [line] = textOf([
      report('fleet', { target: { kind: 'fleet', key: 'fleet', name: 'fleet' }, changes: [vanished] }),
      report('a'),
    ])
    expect(line).toMatch(/^\+ opened: medium vanished-cluster: Cluster notebooks \(GKE europe-west1\): /)
  })

  it('lists what opened, worsened and was resolved, and why, by check and worst first', () => {
    const resolved = change('resolved', { resolution: 'fixed', state: 'resolved' })
    const worse = change('worsened', { severity: 'high' }, { from: 'medium' })
    const reports = [
      report('a', { changes: [resolved] }),
      report('b', { changes: [change('opened'), change('opened', { fingerprint: 'fp-2' })] }),
      report('c', {
        changes: [worse, change('unchanged'), change('opened', { check: 'public-broker', severity: 'critical' })],
      }),
      report('d', { changes: [change('opened')] }),
    ]
    expect(textOf(reports)).toEqual([
      '+ opened: critical public-broker: c',
      '▲ worsened: high unpinned-image: c',
      '+ opened: medium unpinned-image: b, d',
      '✓ resolved, fixed: medium unpinned-image: a',
    ])
  })

  it('distinguishes a new rule from a new problem', () => {
    const reports = [
      report('a', { changes: [change('opened', {}, { rule: true })] }),
      report('b', { changes: [change('opened')] }),
    ]
    expect(textOf(reports)).toEqual([
      '+ opened: medium unpinned-image: b',
      '+ opened (new rule): medium unpinned-image: a',
    ])
  })

  it('holds one sentence a subject and one remedy a check', () => {
    const changes = Array.from({ length: 8 }, (_, n) => change('opened', { fingerprint: `fp-${n}` }))
    const [line] = digestOf(endedRun([report('a', { target: cluster('a', 'payments'), changes })])).lines
    expect(line?.remedy).toMatch(/./)
    expect(line?.clusters).toEqual([
      { target: { kind: 'cluster', key: 'key of a' }, cluster: 'a', team: 'payments', texts: expect.any(Array) },
    ])
    expect(line?.clusters[0]?.texts.slice(4)).toEqual([line?.clusters[0]?.texts[0], 'and 3 more'])
    expect(line?.clusters[0]?.texts[0]).toContain('Deployment meshery/meshery')
  })

  it('names only the subject of a resolved finding', () => {
    const changes = [change('resolved', { state: 'resolved', resolution: 'fixed' })]
    const [line] = digestOf(endedRun([report('a', { changes })])).lines
    expect(line?.remedy).toBeUndefined()
    expect(line?.clusters[0]?.texts).toEqual(['Deployment meshery/meshery, container meshery'])
  })

  it('shows the earlier severity of a worsened finding', () => {
    const changes = [change('worsened', { severity: 'high' }, { from: 'medium' })]
    expect(digestOf(endedRun([report('a', { changes })])).lines[0]?.clusters[0]?.texts[0]).toMatch(/ \(was medium\)$/)
  })

  it.each([
    ['2026-12-29T02:00:00Z', undefined],
    ['2026-12-30T02:00:00Z', [{ provider: 'eks', validUntil: '2027-02-28' }]],
    ['2027-03-01T02:00:00Z', [{ provider: 'eks', validUntil: '2027-02-28' }]],
  ])(
    'names on %s the calendars, of clouds that it has clusters of, that are as good as past: %j',
    (startedAt, aging) => {
      const digest = digestOf(endedRun([report('a')], { startedAt }))
      expect(digest.agingCalendars).toEqual(aging)
      expect(textOf([report('a')], { startedAt })).toEqual([
        ...(aging
          ? ['! the calendar of EKS versions in this release is valid until 2027-02-28: update the auditor']
          : []),
        'nothing changed',
      ])
    },
  )

  it('lists clusters that could not be read, and that nothing changed', () => {
    const row = { id: 'a', kind: 'cluster', outcome: 'unreachable', cause: 'timeout' } as const
    const stale = report('a', { row, staleSince: '2026-11-20T02:00:00Z', unknowns: [forbidden] })
    const lost = report('b', { row: { ...row, id: 'b' } })
    expect(textOf([stale, lost], { state: 'incomplete' })).toEqual([
      '! a: timeout; its findings are as of 2026-11-20T02:00:00Z',
      '! b: timeout; never read',
      'nothing changed',
    ])
    expect(digestOf(endedRun([stale])).unknowns).toEqual([])
  })

  it('shows the outage of a scope in one line', () => {
    const scope = 'aws:111122223333:eu-west-1'
    const row = { kind: 'cluster', outcome: 'failed', cause: 'forbidden' } as const
    const ledger = [{ id: scope, kind: 'scope', outcome: 'failed', cause: 'forbidden', detail: 'no role' } as const]
    const reports = ['a', 'b', 'c'].map((id) => report(id, { row: { ...row, id } }))
    expect(textOf(reports, { ledger })).toEqual([`! scope ${scope} could not be read: no role`, 'nothing changed'])
    const bare = ledger.map(({ id, kind, outcome, cause }) => ({ id, kind, outcome, cause }))
    expect(textOf([], { ledger: bare })[0]).toBe(`! scope ${scope} could not be read: forbidden`)
  })

  it('names the unread clusters of a scope that was listed in part', () => {
    const ledger = [{ id: 'aws:111122223333:eu-west-1', kind: 'scope', outcome: 'partial', detail: 'a zone' } as const]
    const row = { id: 'a', kind: 'cluster', outcome: 'unreachable', cause: 'timeout' } as const
    expect(digestOf(endedRun([report('a', { row })], { ledger })).stale).toHaveLength(1)
  })

  it('groups what was not checked by the grant that would settle it', () => {
    const reports = ['a', 'b'].map((id) =>
      report(id, { unknowns: [forbidden, { ...forbidden, check: 'missing-meshsync' }] }),
    )
    expect(digestOf(endedRun(reports)).unknowns).toEqual([
      {
        cause: 'forbidden',
        remedy: 'allow list on brokers.meshery.io (ClusterRole: fleet-auditor access kubernetes)',
        detail: '403 on brokers',
        clusters: 2,
        checks: ['missing-broker', 'missing-meshsync'],
      },
    ])
  })

  it('conforms to its schema', () => {
    const digest = digestOf(endedRun([report('a', { changes: [change('opened')], unknowns: [forbidden] })]))
    expect(Digest.parse(digest)).toEqual(digest)
  })

  it('does not claim that nothing changed where no cluster was read', () => {
    const row = { id: 'a', kind: 'cluster', outcome: 'unreachable', cause: 'timeout' } as const
    const { counts } = endedRun([]).run
    const run = { state: 'incomplete', counts: counts && { ...counts, audited: 0 } } as const
    expect(textOf([report('a', { row })], run).at(-1)).toBe(
      'no cluster was read: whether anything changed is not known',
    )
  })

  it.each<[why: Reason, words: string]>([
    ['fixed', 'fixed'],
    ['subject-gone', 'subject gone'],
    ['not-applicable', 'not applicable'],
    ['rule-changed', 'rule changed'],
    ['cluster-gone', 'cluster deleted'],
    ['waiver-expired', 'waiver expired'],
  ])('has for the reason %s the words: %s', (why, words) => {
    const [line] = digestOf(endedRun([report('a', { changes: [change('resolved')] })])).lines
    expect(line && changeWord({ ...line, why })).toBe(`resolved, ${words}`)
  })

  it('holds no control characters from hostile names', () => {
    const evil = 'e\u001b[2J\u202e\n'
    const row = { id: evil, kind: 'cluster', outcome: 'failed', detail: evil } as const
    const changes = [
      change('opened', { subject: { kind: evil, name: evil }, evidence: { image: evil, because: evil } }),
    ]
    const ledger = [{ id: evil, kind: 'scope', outcome: 'failed', detail: evil } as const]
    const digest = digestOf(
      endedRun(
        [
          report(evil, { target: { ...cluster(evil, evil), key: 'k' }, row, changes }),
          report('b', { unknowns: [{ ...forbidden, detail: evil }] }),
        ],
        {
          ledger,
        },
      ),
    )
    const { run: _, ...shown } = digest
    const controls = Array.from(JSON.stringify(shown)).filter((letter) => letter < ' ' || letter === '\u202e')
    expect(controls).toEqual([])
    expect(JSON.stringify(shown)).not.toMatch(/[^\\]\\u001b/)
  })
})
