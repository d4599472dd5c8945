import { ClusterList, ClusterPageShape } from '@fleet-auditor/api/shapes/cluster-shape.ts'
import { FindingList, FindingPageShape, GroupList } from '@fleet-auditor/api/shapes/finding-shape.ts'
import { RunPage } from '@fleet-auditor/api/shapes/run-shape.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fingerprintOf, keyOf, runId } from './seeded-store.ts'
import { serveSeeded, type Served } from './served-api.ts'

let served: Served
beforeAll(async () => {
  served = await serveSeeded()
})
afterAll(() => served[Symbol.asyncDispose]())

const read = async (path: string): Promise<unknown> => (await served.request(path)).json()
const listed = async (query: string): Promise<string[]> => {
  const { findings } = FindingList.parse(await read(`/v1/findings?${query}`))
  return findings.map(({ cluster, check }) => `${cluster.replace(/^.*\//, '')} ${check}`).toSorted()
}
const both = (cluster: string): string[] => [`${cluster} missing-resources`, `${cluster} unpinned-image`]

describe('the list of findings', () => {
  it.each<[query: string, expected: readonly string[]]>([
    [
      'state=open',
      [
        ...both('edge'),
        'payments missing-resources',
        'payments unmanaged-cluster',
        'payments unpinned-image',
        ...both('search'),
      ],
    ],
    ['state=resolved', []],
    ['severity=high', ['edge missing-resources', 'payments missing-resources', 'search missing-resources']],
    ['severity=high&provider=eks,gke', ['payments missing-resources', 'search missing-resources']],
    ['check=unpinned-image&state=open', ['edge unpinned-image', 'payments unpinned-image', 'search unpinned-image']],
    [`cluster=${keyOf('edge')}`, both('edge')],
    ['cluster=aks:sub-1:rg-1/edge', both('edge')],
    ['cluster=Edge', both('edge')],
    ['cluster=aks:*/e*', both('edge')],
    ['cluster=!payments', [...both('edge'), ...both('search')]],
    ['region=eu-west-1', both('payments')],
    ['plane=north', [...both('payments'), ...both('search')]],
    ['plane=west', []],
    ['team=core', both('payments')],
    ['team=core&severity=medium', ['payments unpinned-image']],
    ['text=missing-res&provider=aks', ['edge missing-resources']],
    ['waived=true', ['search unpinned-image']],
    ['waived=false&provider=gke', ['search missing-resources']],
    [
      'changedSince=2026-02-28',
      [
        ...both('edge'),
        'payments missing-resources',
        'payments unmanaged-cluster',
        'payments unpinned-image',
        ...both('search'),
      ],
    ],
    ['changedSince=2026-02-28T03:00:00Z', []],
  ])('holds for %s what the filter leaves', async (query, expected) => {
    expect(await listed(query)).toEqual(expected)
  })

  it('holds each finding on one of its pages', async () => {
    const seen: string[] = []
    let cursor = ''
    for (let pages = 0; pages < 10; pages++) {
      const page = FindingList.parse(await read(`/v1/findings?limit=3${cursor}`))
      seen.push(...page.findings.map(({ fingerprint }) => fingerprint))
      if (page.next === undefined) break
      cursor = `&cursor=${page.next}`
    }
    expect([seen.length, new Set(seen).size]).toEqual([7, 7])
  })

  it('gives a group the remedy of one of its findings, with its names', async () => {
    const { groups } = GroupList.parse(await read('/v1/findings?groupBy=check&check=missing-resources'))
    const [group] = groups
    const { findings } = FindingList.parse(
      await read(`/v1/findings?state=open&check=missing-resources&severity=${group?.worst}&limit=1`),
    )
    const [one] = findings
    expect(group?.remedy).toBeDefined()
    expect(group?.remedy).toEqual(one?.remedy)
    expect(JSON.stringify(group?.remedy)).not.toMatch(/undefined|<name>/)
  })

  it('presents a finding in safe words, with target, team, times, remedy and links', async () => {
    const finding = FindingPageShape.parse(await read(`/v1/findings/${fingerprintOf('payments', 'missing-resources')}`))
    expect(finding).toMatchObject({
      title: expect.any(String),
      text: 'no limits.memory, filled at admission by LimitRange \\u001b[31mred',
      cluster: 'eks:111122223333:eu-west-1/payments',
      target: {
        kind: 'cluster',
        key: keyOf('payments'),
        id: 'eks:111122223333:eu-west-1/payments',
        name: 'payments',
        provider: 'eks',
        place: 'eu-west-1',
      },
      team: 'core',
      firstSeen: '2026-02-28T02:00:00.000Z',
      lastSeen: '2026-02-28T02:00:00.000Z',
      remedy: { summary: expect.stringContaining('Set requests and limits') },
      transitions: ['opened'],
      links: { check: '/v1/checks/missing-resources', cluster: `/v1/clusters/${keyOf('payments')}` },
    })
    expect(finding).not.toHaveProperty('material')
  })

  it.each<[query: string, expected: readonly string[]]>([
    ['groupBy=check', ['missing-resources 3 on 3', 'unpinned-image 3 on 3', 'unmanaged-cluster 1 on 1']],
    ['groupBy=team', [' 2 on 1', 'core 2 on 1', 'edge 2 on 1']],
    ['groupBy=check&severity=high&plane=north', ['missing-resources 2 on 2']],
    ['groupBy=check&limit=1', ['missing-resources 3 on 3']],
  ])('groups by %s', async (query, expected) => {
    const { groups } = GroupList.parse(await read(`/v1/findings?${query}`))
    expect(groups.map(({ key, open, clusters }) => `${key} ${open} on ${clusters}`)).toEqual(expected)
  })

  it('holds each group on one of its pages', async () => {
    const first = GroupList.parse(await read('/v1/findings?groupBy=cluster&limit=2'))
    const second = GroupList.parse(await read(`/v1/findings?groupBy=cluster&limit=2&cursor=${first.next}`))
    const titles = [...first.groups, ...second.groups].map(({ title }) => title).toSorted()
    expect(titles).toEqual([
      'aks:sub-1:rg-1/edge',
      'eks:111122223333:eu-west-1/payments',
      'gke:shop:europe-west4/search',
    ])
    expect(second.next).toBeUndefined()
  })
})

describe('the API', () => {
  it('shows a cluster by checklist group', async () => {
    const page = ClusterPageShape.parse(await read('/v1/clusters/eks%3A111122223333%3Aeu-west-1%2Fpayments'))
    expect(page.snapshot).toMatchObject({ takenAt: '2026-02-28T02:00:00.000Z', ageMinutes: 600 })
    expect(
      page.groups.flatMap(({ checks }) => checks.map(({ check, verdict }) => `${check} ${verdict}`)).toSorted(),
    ).toEqual(['missing-resources fail', 'public-broker unknown', 'unpinned-image fail'])
    expect(page.history).toMatchObject([{ run: runId, verdicts: { fail: 2, unknown: 1 } }])
  })

  it('lists clusters in pages by id', async () => {
    const first = ClusterList.parse(await read('/v1/clusters?limit=2'))
    const second = ClusterList.parse(await read(`/v1/clusters?limit=2&cursor=${first.next}`))
    expect([...first.clusters, ...second.clusters].map(({ name }) => name)).toEqual(['edge', 'payments', 'search'])
    expect(first.clusters[0]).toMatchObject({ open: 2, openBySeverity: { high: 1, medium: 1 }, team: 'edge' })
  })

  it('lists the rows of a ledger in pages, unread ones first', async () => {
    const first = RunPage.parse(await read(`/v1/runs/${runId}?limit=2`))
    expect(first.ledger.map(({ id }) => id)).toEqual(['gcp:lost', 'aws:1:eu-west-1'])
    expect([first.ledgerRows, first.ruleSet]).toEqual([5, { 'missing-resources': 1 }])
    const second = RunPage.parse(await read(`/v1/runs/${runId}?limit=10&cursor=${first.next}`))
    expect(second.ledger).toHaveLength(3)
  })

  it('lists latency by pair of regions, oldest day first', async () => {
    expect(await read('/v1/latency?from=eu-central-1&to=eu-west-1&since=2026-02-01')).toMatchObject({
      pairs: [
        {
          to: 'eu-west-1',
          days: [
            { day: '2026-02-27', medianMs: 20 },
            { day: '2026-02-28', medianMs: 25 },
          ],
        },
      ],
    })
  })

  it('sums up the fleet', async () => {
    expect(await read('/v1/summary')).toMatchObject({
      clusters: { known: 3, gone: 0, withOpen: 3, uncounted: 0, presence: { found: 3, none: 0, unknown: 0 } },
      open: { critical: 0, high: 3, medium: 4 },
      lastFleetRun: { id: runId, state: 'incomplete' },
    })
  })

  it('serves metrics for a scrape', async () => {
    const answer = await served.request('/metrics')
    expect(answer.headers.get('Content-Type')).toBe('application/openmetrics-text; version=1.0.0; charset=utf-8')
    const text = await answer.text()
    expect(text).toContain('fleet_auditor_open_findings{check="missing-resources",severity="high"} 3')
    expect(text).toContain('fleet_auditor_latency_median_seconds{from="eu-central-1",to="eu-west-1"} 0.025')
    expect(text).toContain('fleet_auditor_clusters{presence="found"} 3')
    expect(text).toContain('fleet_auditor_last_run_state{state="incomplete"} 1')
    expect(text).toContain('fleet_auditor_last_run_clusters{outcome="audited"} 3')
    expect(text).toContain('fleet_auditor_last_run_age_seconds 35700')
    expect(text.endsWith('# EOF\n')).toBe(true)
  })
})
