import { describe, expect, it } from 'vitest'
import type { ResultSummary } from '@fleet-auditor/model/result-summary.ts'
import { Digest } from '@fleet-auditor/model/digest.ts'
import type { Grant } from '@fleet-auditor/model/section.ts'
import { digestOf } from '@fleet-auditor/report/digest.ts'
import { digestText } from '@fleet-auditor/report/digest-text.ts'
import { noColours } from '@fleet-auditor/report/paint.ts'
import { change, cluster, night, report } from './night.ts'

const textOf = (...[reports, run]: Parameters<typeof night>): string[] =>
  digestText(digestOf(night(reports, run)), noColours).slice(1)

const grant: Grant = { kind: 'kubernetes', verbs: ['list'], group: 'meshery.io', resource: 'brokers' }
const forbidden: ResultSummary['unknowns'][number] = {
  check: 'missing-broker',
  cause: 'forbidden',
  detail: '403 on brokers',
  grant,
}

describe('the digest', () => {
  it('tells a first night as a baseline of counts', () => {
    const first = report('a', { first: true, open: { 'unpinned-image': { medium: 3 }, 'wildcard-role': { high: 1 } } })
    const digest = digestOf(night([first]))
    expect(digest).toMatchObject({ baseline: true, lines: [], newClusters: [{ cluster: 'a', open: 4 }] })
    expect(textOf([first])).toEqual(['first night: this is the baseline'])
  })

  it('counts a new cluster among known ones, and tells what changed in those', () => {
    const first = report('new', { first: true, open: { 'unpinned-image': { medium: 2 } } })
    expect(textOf([first, report('a', { changes: [change('opened')] })])).toEqual([
      '+ opened: medium unpinned-image: a',
      '+ seen for the first time: new (2 open)',
    ])
  })

  it('tells what is critical on a new cluster among known ones at once, with those of others', () => {
    const critical = { 'public-broker': { critical: 1 }, 'unpinned-image': { medium: 2 } }
    const opened = change('opened', { check: 'public-broker', severity: 'critical' })
    const lines = (...reports: ResultSummary[]) =>
      digestOf(night(reports)).lines.map(({ severity, check, clusters }) => [
        severity,
        check,
        clusters.map(({ cluster }) => cluster),
      ])
    const fresh = report('new', { first: true, open: critical })
    expect(lines(fresh, report('a', { changes: [opened] }))).toEqual([['critical', 'public-broker', ['a', 'new']]])
    expect(lines(fresh, report('a'))).toEqual([['critical', 'public-broker', ['new']]])
    // On a first night too: it is a baseline, which names nothing else.
    expect(lines(fresh)).toEqual([['critical', 'public-broker', ['new']]])
    expect(digestOf(night([fresh])).baseline).toBe(true)
  })

  it('says what was found of the fleet as a whole, not that it was found of the fleet', () => {
    const subject = { kind: 'Cluster', name: 'gke:shop:europe-west1/notebooks' }
    const vanished = change('opened', { check: 'vanished-cluster', subject })
    const [line] = textOf([
      report('fleet', { target: { kind: 'fleet', key: 'fleet', name: 'fleet' }, changes: [vanished] }),
      report('a'),
    ])
    expect(line).toMatch(/^\+ opened: medium vanished-cluster: Cluster notebooks \(GKE europe-west1\): /)
  })

  it('tells what opened, worsened and was resolved, and why, by check and worst first', () => {
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

  it('tells a new rule apart from a new problem', () => {
    const reports = [
      report('a', { changes: [change('opened', {}, { rule: true })] }),
      report('b', { changes: [change('opened')] }),
    ]
    expect(textOf(reports)).toEqual([
      '+ opened: medium unpinned-image: b',
      '+ opened (new rule): medium unpinned-image: a',
    ])
  })

  it('says what was found, one sentence a subject, with one remedy', () => {
    const changes = Array.from({ length: 8 }, (_, n) => change('opened', { fingerprint: `fp-${n}` }))
    const [line] = digestOf(night([report('a', { target: cluster('a', 'payments'), changes })])).lines
    expect(line?.remedy).toMatch(/./)
    expect(line?.clusters).toEqual([{ cluster: 'a', team: 'payments', says: expect.any(Array) }])
    expect(line?.clusters[0]?.says.slice(4)).toEqual([line?.clusters[0]?.says[0], 'and 3 more'])
    expect(line?.clusters[0]?.says[0]).toContain('Deployment meshery/meshery')
  })

  it('says of what is resolved only what it was about', () => {
    const changes = [change('resolved', { state: 'resolved', resolution: 'fixed' })]
    const [line] = digestOf(night([report('a', { changes })])).lines
    expect(line?.remedy).toBeUndefined()
    expect(line?.clusters[0]?.says).toEqual(['Deployment meshery/meshery, container meshery'])
  })

  it('says what a worsened one was', () => {
    const changes = [change('worsened', { severity: 'high' }, { from: 'medium' })]
    expect(digestOf(night([report('a', { changes })])).lines[0]?.clusters[0]?.says[0]).toMatch(/ \(was medium\)$/)
  })

  it('tells clusters that could not be read, and silence', () => {
    const row = { id: 'a', kind: 'cluster', outcome: 'unreachable', cause: 'timeout' } as const
    const stale = report('a', { row, staleSince: '2026-11-20T02:00:00Z', unknowns: [forbidden] })
    const lost = report('b', { row: { ...row, id: 'b' } })
    expect(textOf([stale, lost], { state: 'incomplete' })).toEqual([
      '! a: timeout; its findings are as of 2026-11-20T02:00:00Z',
      '! b: timeout; never read so far',
      'nothing changed',
    ])
    expect(digestOf(night([stale])).unknowns).toEqual([])
  })

  it('tells the outage of a scope in one line', () => {
    const scope = 'aws:111122223333:eu-west-1'
    const row = { kind: 'cluster', outcome: 'failed', cause: 'forbidden' } as const
    const ledger = [{ id: scope, kind: 'scope', outcome: 'failed', cause: 'forbidden', detail: 'no role' } as const]
    const reports = ['a', 'b', 'c'].map((id) => report(id, { row: { ...row, id } }))
    expect(textOf(reports, { ledger })).toEqual([`! scope ${scope} could not be read: no role`, 'nothing changed'])
    const bare = ledger.map(({ id, kind, outcome, cause }) => ({ id, kind, outcome, cause }))
    expect(textOf([], { ledger: bare })[0]).toBe(`! scope ${scope} could not be read: forbidden`)
  })

  it('names the clusters of a scope that was read in part', () => {
    const ledger = [{ id: 'aws:111122223333:eu-west-1', kind: 'scope', outcome: 'partial', detail: 'a zone' } as const]
    const row = { id: 'a', kind: 'cluster', outcome: 'unreachable', cause: 'timeout' } as const
    expect(digestOf(night([report('a', { row })], { ledger })).stale).toHaveLength(1)
  })

  it('rolls up what could not be known by what would settle it', () => {
    const reports = ['a', 'b'].map((id) =>
      report(id, { unknowns: [forbidden, { ...forbidden, check: 'missing-meshsync' }] }),
    )
    expect(digestOf(night(reports)).unknowns).toEqual([
      {
        cause: 'forbidden',
        remedy: 'allow list on brokers.meshery.io (ClusterRole: fleet-auditor access kubernetes)',
        detail: '403 on brokers',
        clusters: 2,
        checks: ['missing-broker', 'missing-meshsync'],
      },
    ])
  })

  it('is what its schema says, whole', () => {
    const digest = digestOf(night([report('a', { changes: [change('opened')], unknowns: [forbidden] })]))
    expect(Digest.parse(digest)).toEqual(digest)
  })

  it('has nothing in it that acts on a reader', () => {
    const evil = 'e\u001b[2J\u202e\n'
    const row = { id: evil, kind: 'cluster', outcome: 'failed', detail: evil } as const
    const changes = [
      change('opened', { subject: { kind: evil, name: evil }, evidence: { image: evil, because: evil } }),
    ]
    const ledger = [{ id: evil, kind: 'scope', outcome: 'failed', detail: evil } as const]
    const digest = digestOf(
      night(
        [
          report(evil, { target: cluster(evil, evil), row, changes }),
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
