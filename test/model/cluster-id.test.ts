import { accountOf, clusterId, parseClusterId, type ClusterPlace } from '@fleet-auditor/model/cluster-id.ts'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

/** A name as the clouds allow it, and sometimes one from a small set, so that two places differ in one part only. */
const word = (pattern: RegExp) => fc.oneof(fc.constantFrom('a', 'b'), fc.stringMatching(pattern))

const cloudPlace: fc.Arbitrary<ClusterPlace> = fc.oneof(
  fc.record({
    from: fc.constant('eks' as const),
    account: word(/^\d{12}$/),
    region: word(/^[a-z]{2}-[a-z]+-\d$/),
    name: word(/^[A-Za-z0-9][\w-]{0,20}$/),
  }),
  fc.record({
    from: fc.constant('gke' as const),
    // Projects of the old kind are in a domain: `example.com:shop`.
    project: word(/^([a-z]+\.[a-z]+:)?[a-z][a-z0-9-]{0,9}$/),
    location: word(/^[a-z]+-[a-z]+\d(-[a-z])?$/),
    name: word(/^[a-z][a-z0-9-]{0,20}$/),
  }),
  fc.record({
    from: fc.constant('aks' as const),
    subscription: word(/^[0-9a-f]{8}-[0-9a-f]{4}$/),
    group: word(/^[a-z0-9_().-]{1,20}$/),
    name: word(/^[a-z0-9][a-z0-9_-]{0,20}$/),
  }),
)
/** Names of contexts and paths of servers are anything: ARNs, e-mail addresses, percent signs. */
const contextPlace: fc.Arbitrary<ClusterPlace> = fc.record({
  from: fc.constant('kubeconfig' as const),
  name: fc.oneof(
    fc.string(),
    fc.constantFrom('a', 'a@b', 'admin@kind', 'arn:aws:eks:eu-west-1:111122223333:cluster/a'),
  ),
  server: fc.oneof(
    fc.constantFrom('127.0.0.1:6443', '127.0.0.1:6444', '[::1]', 'b@h', 'h/a%40b', 'h/a@b'),
    fc.string({ minLength: 1 }).map((path) => `rancher.example.com/${path}`),
  ),
})
const place = fc.oneof(cloudPlace, contextPlace)

describe('the id of a cluster', () => {
  it.each<[name: string, place: ClusterPlace, id: string]>([
    [
      'on EKS',
      { from: 'eks', account: '111122223333', region: 'eu-west-1', name: 'a' },
      'eks:111122223333:eu-west-1/a',
    ],
    ['on GKE', { from: 'gke', project: 'shop', location: 'europe-west1-b', name: 'a' }, 'gke:shop:europe-west1-b/a'],
    ['on AKS, in lower case', { from: 'aks', subscription: '0A-1', group: 'RG', name: 'Web' }, 'aks:0a-1:rg/web'],
    [
      'of a context',
      { from: 'kubeconfig', name: 'kind-dev', server: '127.0.0.1:6443' },
      'kubeconfig:kind-dev@127.0.0.1:6443',
    ],
  ])('%s is made of what names it there', (_, parts, id) => {
    expect(clusterId(parts)).toBe(id)
  })

  it('gives its parts back', () => {
    fc.assert(
      fc.property(place, (parts) => {
        expect(parseClusterId(clusterId(parts))).toEqual(parts)
      }),
    )
  })

  it('differs between any two places', () => {
    fc.assert(
      fc.property(place, place, (one, other) => {
        fc.pre(JSON.stringify(one) !== JSON.stringify(other))
        expect(clusterId(one)).not.toBe(clusterId(other))
      }),
      { numRuns: 2000 },
    )
  })

  it.each([
    'fleet',
    'plane:meshery-eu',
    'eks:eu-west-1/payments',
    'kubeconfig:kind-dev',
    'aws:111122223333:eu-west-1',
    '',
  ])('is not %j', (id) => {
    expect(parseClusterId(id)).toBeUndefined()
    expect(accountOf(id)).toBeUndefined()
  })

  it.each([
    ['eks:111122223333:eu-west-1/a', '111122223333'],
    ['gke:example.com:shop:europe-west1/a', 'example.com:shop'],
    ['aks:0a-1:rg/web', '0a-1'],
    ['kubeconfig:kind-dev@127.0.0.1', undefined],
  ])('%s names the account %s', (id, account) => {
    expect(accountOf(id)).toBe(account)
  })
})
