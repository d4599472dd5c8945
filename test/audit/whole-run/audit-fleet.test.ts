import type { AuditedFleet } from '@fleet-auditor/audit/audit-fleet.ts'
import { clusterKey } from '@fleet-auditor/audit/hash.ts'
import type { Change } from '@fleet-auditor/model/finding.ts'
import { fleetTarget, type Target } from '@fleet-auditor/model/target.ts'
import { beforeAll, describe, expect, it } from 'vitest'
import { runOfDay } from '../../audit-world/fleets.ts'
import { everyOutcome, type Story } from './every-outcome.ts'

let story: Story
beforeAll(async () => {
  story = await everyOutcome()
})

const runIds = [21, 22, 23].map((day) => runOfDay(day).run)
const cluster = (name: string, provider = 'eks'): Target => ({
  kind: 'cluster',
  key: clusterKey(`${provider}/${name}`),
})

/** A change in one line: `resolved wildcard-role (fixed)`, `opened missing-resources (new rule)`. */
const line = ({ kind, finding, rule }: Change): string => {
  const why = finding.resolution ?? (rule ? 'new rule' : undefined)
  return `${kind} ${finding.check}${why === undefined ? '' : ` (${why})`}`
}

const rowsOf = ({ document }: AuditedFleet, id: string): string[] =>
  document.run.ledger
    .filter((row) => row.id === id)
    .map(({ outcome, cause }) => [outcome, cause].filter(Boolean).join(' '))

describe('the ledger of three runs', () => {
  it.each<[id: string, because: string, first: string[], second: string[], third: string[]]>([
    ['aws:111122223333:us-east-1', 'its scope is refused in the third', ['listed'], ['listed'], ['failed forbidden']],
    ['gcp:ledger', 'a zone is silent in the second', ['listed'], ['partial unreachable'], ['listed']],
    ['eks:payments', 'it is read each time', ['audited'], ['audited'], ['audited']],
    ['eks:mirror', 'it is another one’s API server', ...three('alias')],
    ['eks:shared', 'two scopes list it, until one is refused', ['audited', 'alias'], ['audited', 'alias'], ['audited']],
    ['eks:orders', 'it is not reached in the second', ['audited'], ['unreachable unreachable'], ['audited']],
    ['eks:parked', 'it is stopped', ['unreachable unreachable'], ...two('not-running unreachable')],
    ['eks:fragile', 'it breaks our own code in the second', ['audited'], ['failed tool-error'], ['audited']],
    ['eks:limited', 'its workloads are forbidden in the second', ['audited'], ['partial forbidden'], ['audited']],
    ['eks:rebuilt', 'it is rebuilt before the second', ['audited'], ['audited'], ['audited']],
    ['eks:imposter', 'another cluster answers in the second', ['audited'], ['failed malformed'], ['audited']],
    ['eks:lagging', 'a later run has read it before the second', ['audited'], ['superseded'], ['audited']],
    ['eks:closed', 'it leaves its scope before the second', ['audited'], ['gone'], []],
    ['gke:ledger', 'its zone is silent in the second', ['audited'], [], ['audited']],
    ['plane:central', 'it is declared each time', ['audited'], ['audited'], ['audited']],
  ])('has the rows of %s: %s', (id, _, ...expected) => {
    expect(story.runs.map((run) => rowsOf(run, id))).toEqual(expected)
  })

  it('ends incomplete each time, for something is not reached or listed', () => {
    expect(story.runs.map(({ document }) => document.run.state)).toEqual(['incomplete', 'incomplete', 'incomplete'])
  })

  it('is what the store holds of each run', async () => {
    for (const { document } of story.runs) expect(await story.store.readRun(document.run.id)).toEqual(document.run)
  })
})

function two(row: string): [string[], string[]] {
  return [[row], [row]]
}

function three(row: string): [string[], string[], string[]] {
  return [[row], [row], [row]]
}

describe('the changes that the store has of a target', () => {
  it.each<[name: string, target: Target, second: string[] | undefined, third: string[] | undefined]>([
    [
      'a cluster that was put right and fell back',
      cluster('payments'),
      ['resolved unpinned-image (fixed)', 'resolved wildcard-role (fixed)'],
      ['opened missing-resources', 'reopened unpinned-image', 'reopened wildcard-role'],
    ],
    [
      'a cluster with another installation',
      cluster('search'),
      ['opened missing-resources (new rule)', 'opened unpinned-image', 'opened wildcard-role'],
      [],
    ],
    [
      'a cluster that only the rules changed',
      cluster('steady'),
      ['opened missing-resources (new rule)', 'resolved scaled-broker (rule-changed)'],
      [],
    ],
    [
      'a cluster that was out of reach for one run',
      cluster('orders'),
      ['opened unreachable-cluster'],
      ['opened missing-resources', 'resolved unreachable-cluster (fixed)'],
    ],
    ['a cluster that was stopped', cluster('parked'), ['resolved unreachable-cluster (not-applicable)'], []],
    ['a cluster that broke our code', cluster('fragile'), undefined, ['opened missing-resources (new rule)']],
    [
      'a cluster whose installation was removed',
      cluster('limited'),
      [],
      ['resolved unpinned-image (not-applicable)', 'resolved wildcard-role (not-applicable)'],
    ],
    [
      'a rebuilt cluster',
      cluster('rebuilt'),
      [
        'opened missing-resources (new rule)',
        'opened unpinned-image',
        'opened wildcard-role',
        'resolved unpinned-image (cluster-gone)',
        'resolved wildcard-role (cluster-gone)',
      ],
      [],
    ],
    [
      'a cluster at whose address another one answered',
      cluster('imposter'),
      ['opened unreachable-cluster'],
      ['opened missing-resources', 'resolved unreachable-cluster (fixed)'],
    ],
    [
      'a cluster whose support lapsed and was bought',
      cluster('ageing'),
      ['worsened unsupported-kubernetes'],
      ['improved unsupported-kubernetes'],
    ],
    ['a cluster that was superseded', cluster('lagging'), [], []],
    [
      'a cluster that is gone',
      cluster('closed'),
      ['resolved unpinned-image (cluster-gone)', 'resolved wildcard-role (cluster-gone)'],
      undefined,
    ],
    ['the cluster of a silent zone', cluster('ledger', 'gke'), undefined, []],
    ['a plane', { kind: 'plane', key: 'central' }, ['improved unowned-plane'], ['worsened unowned-plane']],
    ['the fleet', fleetTarget, ['opened vanished-cluster'], ['resolved vanished-cluster (subject-gone)']],
  ])('%s: none in its first run, then what changed', async (name, target, ...expected) => {
    const stored = await Promise.all(runIds.map((run) => story.store.changesOf(run, target)))
    expect(stored[0], name).toEqual({ first: true, changes: [] })
    expect(stored.slice(1).map((changed) => changed?.changes.map(line).toSorted())).toEqual(expected)
    expect(stored.slice(1).every((changed) => changed?.first !== true)).toBe(true)
  })
})

describe('the document of a run', () => {
  const changesOf = (run: number, id: string): string[] =>
    (story.runs[run]?.document.changes ?? [])
      .filter((change) => change.cluster === id)
      .map(line)
      .toSorted()

  it('compares what could not be read as incomparable, and what stayed as unchanged', () => {
    expect(changesOf(1, 'eks:limited')).toEqual(['incomparable unpinned-image', 'incomparable wildcard-role'])
    expect(changesOf(2, 'eks:search')).toEqual([
      'unchanged missing-resources',
      'unchanged unpinned-image',
      'unchanged wildcard-role',
    ])
    expect(changesOf(1, 'eks:fragile')).toEqual([])
  })

  it.each([
    ['orders', [undefined, '2026-11-21T02:00:00.000Z', undefined]],
    ['limited', [undefined, '2026-11-21T02:00:00.000Z', undefined]],
    ['imposter', [undefined, '2026-11-21T02:00:00.000Z', undefined]],
    ['parked', [undefined, undefined, undefined]],
    ['payments', [undefined, undefined, undefined]],
  ])('reports since when the findings of %s are open', (name, expected) => {
    const staleSince = story.runs.map(
      ({ document }) => document.clusters.find(({ id }) => id === `eks:${name}`)?.staleSince,
    )
    expect(staleSince).toEqual(expected)
  })

  it('names the waiver of a finding through its last day, and no longer', () => {
    const waived = story.runs.map(({ document }) =>
      document.findings
        .filter((finding) => finding.waived && finding.state === 'open')
        .map((finding) => `${finding.cluster} ${finding.check} ${finding.waived?.expires}`),
    )
    const [steady, search] = ['eks:steady wildcard-role 2026-11-22', 'eks:search wildcard-role 2026-12-31']
    expect(waived).toEqual([[steady], [search, steady], [search]])
  })

  it('has a cluster once, and none that is gone or another one’s double', () => {
    const ids = story.runs.map(({ document }) => document.clusters.map(({ id }) => id))
    for (const each of ids) expect(new Set(each).size).toBe(each.length)
    expect(ids.map((each) => each.includes('eks:closed'))).toEqual([true, false, false])
  })
})

describe('the digest of a run', () => {
  const linesOf = (run: number): string[] =>
    (story.runs[run]?.digest.lines ?? []).map(
      ({ kind, why, rule, check, clusters }) =>
        `${kind} ${check}${why === undefined ? '' : ` (${why})`}${rule && why === undefined ? ' (new rule)' : ''}: ` +
        clusters.map((each) => each.cluster).join(' '),
    )

  it('is a baseline in the first: what is open is counted, and nothing is reported as changed', () => {
    const [first] = story.runs
    expect(linesOf(0)).toEqual([])
    expect(first.digest).toMatchObject({ baseline: true, run: { counts: { opened: 19, worsened: 0, resolved: 0 } } })
    expect(first.digest.newClusters).toHaveLength(15)
  })

  it('judges nothing of another way to a cluster that is audited already, and registers no second cluster', async () => {
    for (const { document } of story.runs) {
      const { verdicts, findings, clusters } = document
      expect([...verdicts, ...findings].filter(({ cluster: of }) => of === 'eks:mirror')).toEqual([])
      expect(clusters.find(({ id }) => id === 'eks:mirror')).toMatchObject({ failedSections: {}, observations: [] })
    }
    const registered = (await story.store.readRegistry()).map(({ cluster: { id } }) => id)
    expect(registered).toContain('eks:steady')
    expect(registered).not.toContain('eks:mirror')
  })

  it('reports in the second what changed since, worst first', () => {
    expect(linesOf(1)).toEqual([
      'opened unreachable-cluster: eks:orders eks:imposter',
      'opened wildcard-role: eks:rebuilt',
      'opened unpinned-image: eks:search eks:rebuilt',
      'opened vanished-cluster: fleet',
      'worsened unsupported-kubernetes: eks:ageing',
      'opened missing-resources (new rule): eks:search eks:steady eks:rebuilt',
      'improved unowned-plane: plane:central',
      'resolved wildcard-role (cluster-gone): eks:rebuilt eks:closed',
      'resolved unreachable-cluster (not-applicable): eks:parked',
      'resolved wildcard-role (fixed): eks:payments',
      'resolved scaled-broker (rule-changed): eks:steady',
      'resolved unpinned-image (cluster-gone): eks:rebuilt eks:closed',
      'resolved unpinned-image (fixed): eks:payments',
    ])
  })

  it('reports in the third what came back, and the waiver that ended', () => {
    expect(linesOf(2)).toEqual([
      'reopened wildcard-role: eks:payments',
      'opened missing-resources: eks:payments eks:orders eks:imposter',
      'reopened unpinned-image: eks:payments',
      'reopened wildcard-role (waiver-expired): eks:steady',
      'worsened unowned-plane: plane:central',
      'opened missing-resources (new rule): eks:fragile',
      'improved unsupported-kubernetes: eks:ageing',
      'resolved unreachable-cluster (fixed): eks:orders eks:imposter',
      'resolved wildcard-role (not-applicable): eks:limited',
      'resolved unpinned-image (not-applicable): eks:limited',
    ])
  })

  it('lists what could not be read: clusters with since when their findings stand, and scopes', () => {
    expect(story.runs.map(({ digest }) => digest.stale.map(({ cluster: id, cause }) => `${id}: ${cause}`))).toEqual([
      ['eks:parked: unreachable'],
      [
        'eks:orders: unreachable',
        'eks:parked: not running',
        'eks:fragile: tool-error',
        'eks:limited: forbidden',
        'eks:imposter: malformed',
        'eks:lagging: superseded',
      ],
      ['eks:parked: not running'],
    ])
    expect(story.runs.map(({ digest }) => digest.unreadScopes.map(({ scope }) => scope))).toEqual([
      [],
      ['gcp:ledger'],
      ['aws:111122223333:us-east-1'],
    ])
  })

  it('is stored with its run', async () => {
    for (const { digest } of story.runs) expect(await story.store.ledger.readDigest(digest.run.id)).toEqual(digest)
  })
})

describe('the registry after three runs', () => {
  it.each<[name: string, open: number, openByCheck: object]>([
    [
      'payments',
      3,
      { 'wildcard-role': { high: 1 }, 'unpinned-image': { medium: 1 }, 'missing-resources': { medium: 1 } },
    ],
    ['search', 3, { 'unpinned-image': { medium: 1 }, 'missing-resources': { medium: 1 } }],
    ['limited', 0, {}],
    ['ageing', 1, { 'unsupported-kubernetes': { low: 1 } }],
    ['closed', 0, {}],
  ])('counts what is open in %s, the waived apart from each check', async (name, open, openByCheck) => {
    const registry = await story.store.readRegistry()
    expect(registry.find(({ cluster: { id } }) => id === `eks:${name}`)).toMatchObject({ open, openByCheck })
  })

  it('reports which cluster is gone, and of every one when it was first seen', async () => {
    const registry = await story.store.readRegistry()
    const gone = registry.filter(({ goneIn }) => goneIn !== undefined)
    expect(gone.map(({ cluster: { id }, goneIn }) => [id, goneIn])).toEqual([['eks:closed', runIds[1]]])
    expect(new Set(registry.map(({ firstSeen }) => firstSeen))).toEqual(new Set(['2026-11-21T02:00:00.000Z']))
  })
})

describe('an incarnation', () => {
  it.each([
    ['of a cluster that stayed', 'payments', 1],
    ['of a rebuilt cluster', 'rebuilt', 2],
    ['of a cluster at whose address another one answered for a run', 'imposter', 1],
  ])('%s is number %s', async (_, name, incarnation) => {
    expect((await story.store.readState(cluster(name))).head).toMatchObject({ incarnation })
  })
})
