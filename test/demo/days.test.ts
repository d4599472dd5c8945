import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { deniedSubscription } from '@fleet-auditor/simulator/demonstration/places.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ofStory } from './of-story.ts'
import { changes, failing, outcomeOf, runDemonstration, type DemonstratedRun } from './run-demonstration.ts'

const data = await mkdtemp(path.join(tmpdir(), 'demonstration-'))
let first: DemonstratedRun
let second: DemonstratedRun
let third: DemonstratedRun

// Each run waits out the deadline of the cluster that hangs: one fixture for all.
beforeAll(async () => {
  first = await runDemonstration(data)
  second = await runDemonstration(data)
  third = await runDemonstration(data)
}, 150_000)
afterAll(() => rm(data, { recursive: true, force: true }))

const refused = ['high missing-node-watch']

describe('day 1 of the demonstration', () => {
  it('ends with 0 and prints the next steps', async () => {
    expect([first.exitCode, second.exitCode, third.exitCode]).toEqual([0, 0, 0])
    expect(first.stderr).toContain(path.join(data, 'fleet.yaml'))
    expect(await readFile(path.join(data, 'fleet.yaml'), 'utf8')).toContain('standsFor:')
  })

  it('lists at least four clusters of each cloud', () => {
    const clouds = Map.groupBy(first.document.clusters, ({ provider }) => provider)
    for (const cloud of ['eks', 'gke', 'aks'] as const) expect(clouds.get(cloud)?.length).toBeGreaterThanOrEqual(4)
  })

  it.each([
    ['healthy', 'eks:111122223333:eu-west-1/payments', []],
    ['an internal Broker', 'eks:444455556666:eu-west-1/orders', []],
    ['node watch refused on EKS', 'eks:444455556666:us-east-1/search', refused],
    ['node watch refused on GKE', 'gke:retail-prod:europe-west1/storefront', refused],
    ['node watch refused on AKS', 'aks:0a1b2c3d-0000-4000-8000-000000000001:finance/billing', refused],
    ['a far region', 'gke:retail-prod:australia-southeast1/storefront-apac', ['medium high-latency']],
    // The plane's managed port-forward stands in for both endpoints.
    ['a pending load balancer', 'gke:retail-analytics:europe-west4/pipelines', ['info pending-broker-endpoint']],
    ['a NodePort', 'aks:0a1b2c3d-0000-4000-8000-000000000001:logistics/warehouse', ['info dead-nodeport-endpoint']],
    ['a moving tag', 'aks:0a1b2c3d-0000-4000-8000-000000000002:logistics/returns', ['medium unpinned-image']],
  ])('%s: %s fails the checks of its story, and no others', (_story, cluster, expected) => {
    expect(outcomeOf(first, cluster)).toBe('audited')
    expect(ofStory(failing(first, cluster), expected)).toEqual(expected)
  })

  it.each([
    [
      'chart defaults',
      'eks:111122223333:us-east-1/checkout',
      [
        ...refused,
        'high wildcard-role',
        'high exposed-server-service',
        'medium missing-resources',
        'medium public-api-server',
        'medium unpinned-image',
      ],
    ],
    [
      'a legacy install with a public Broker',
      'eks:444455556666:eu-west-1/inventory',
      [
        'critical public-broker',
        'critical unauthenticated-broker',
        'high exposed-broker-monitoring',
        'high wildcard-role',
        'medium missing-resources',
        'medium unpinned-image',
      ],
    ],
  ])('%s: %s fails at least the checks of its story', (_story, cluster, expected) => {
    expect(failing(first, cluster)).toEqual(expect.arrayContaining(expected))
  })

  it.each([
    ['a private endpoint', 'gke:retail-prod:europe-west1/ledgers', 'unreachable private-endpoint'],
    ['a cluster gone since it was listed', 'gke:retail-analytics:europe-west1-b/notebooks', 'unreachable unreachable'],
    ['an API server that hangs', 'aks:0a1b2c3d-0000-4000-8000-000000000002:insights/reporting', 'unreachable timeout'],
    ['a denied subscription', `azure:${deniedSubscription}`, 'failed forbidden'],
  ])('reports why %s was not read', (_story, id, expected) => {
    expect(outcomeOf(first, id)).toBe(expected)
  })

  it('answers no check of the cluster that grants nothing, and names the grant', () => {
    const verdicts = first.document.verdicts.filter(
      ({ cluster }) => cluster === 'aks:0a1b2c3d-0000-4000-8000-000000000001:finance/payroll',
    )
    const nodeWatch = verdicts.find(({ check }) => check === 'missing-node-watch')
    expect(nodeWatch).toMatchObject({ verdict: 'unknown', cause: 'forbidden', grant: { kind: 'kubernetes' } })
    expect(verdicts.filter(({ verdict }) => verdict === 'fail')).toEqual([])
  })
})

describe('day 2 of the demonstration', () => {
  it('reports what opened, what worsened and what was resolved, with the reason', () => {
    expect(changes(second)).toEqual([
      'opened exposed-broker-monitoring eks:444455556666:eu-west-1/orders',
      'opened plaintext-broker eks:444455556666:eu-west-1/orders',
      'opened public-broker eks:444455556666:eu-west-1/orders',
      'opened unreachable-cluster aks:0a1b2c3d-0000-4000-8000-000000000002:logistics/returns',
      'opened vanished-cluster gke:retail-analytics:europe-west1-b/notebooks',
      'resolved cluster-gone unreachable-cluster gke:retail-analytics:europe-west1-b/notebooks',
      'resolved fixed pending-broker-endpoint gke:retail-analytics:europe-west4/pipelines',
      'worsened high-latency gke:retail-prod:australia-southeast1/storefront-apac',
    ])
  })

  it('leaves the findings of an unreachable cluster open, as of the day it was read', () => {
    const { clusters, findings } = second.document
    const takenAt = first.document.clusters.find(
      ({ id }) => id === 'aks:0a1b2c3d-0000-4000-8000-000000000002:logistics/returns',
    )?.takenAt
    expect(takenAt).toBeDefined()
    expect(
      clusters.find(({ id }) => id === 'aks:0a1b2c3d-0000-4000-8000-000000000002:logistics/returns'),
    ).toMatchObject({ staleSince: takenAt })
    const image = findings.find(
      ({ cluster, check }) =>
        cluster === 'aks:0a1b2c3d-0000-4000-8000-000000000002:logistics/returns' && check === 'unpinned-image',
    )
    expect(image).toMatchObject({ state: 'open' })
  })

  it('leaves most findings unchanged', () => {
    const unchanged = second.document.changes.filter(({ kind }) => kind === 'unchanged')
    expect(unchanged.length).toBeGreaterThan(2 * changes(second).length)
  })
})

describe('every later run of the demonstration', () => {
  it('repeats day 2: nothing but the finding of the vanished cluster is closed, which no digest reports', () => {
    expect(changes(third)).toEqual([
      'resolved subject-gone vanished-cluster gke:retail-analytics:europe-west1-b/notebooks',
    ])
  })
})
