import { createGkeScopeLister } from '@fleet-auditor/adapters/gke/scope-lister.ts'
import type { WideSource } from '@fleet-auditor/audit/ports/scope-lister.ts'
import type { CloudFault, CloudMisbehaviour } from '@fleet-auditor/simulator/clouds/cloud-fault.ts'
import type { GoogleOrganization } from '@fleet-auditor/simulator/clouds/google-assets.ts'
import type { GoogleState } from '@fleet-auditor/simulator/clouds/google.ts'
import { describe, expect, it } from 'vitest'
import { containing } from '../matching.ts'
import { now, openGoogle } from './google-bench.ts'

const never = new AbortController().signal
const source = {
  worker: 'gke',
  kind: 'organization',
  organization: '4711',
  except: [] as string[],
} satisfies WideSource
const at = (...locations: string[]) => locations.map((location, n) => ({ name: `c-${n}`, location }))
const projects = [
  { project: 'shop', clusters: at('europe-west1', 'europe-west1-b') },
  { project: 'bank', clusters: at('us-east1') },
  { project: 'empty', clusters: [] },
  { project: 'elsewhere', clusters: at('us-east1') },
]
const numbers = { shop: '1001', bank: '1002', empty: '1003' }

async function list(
  wanted: WideSource,
  faults: readonly CloudFault[] = [],
  more: Partial<GoogleOrganization> = {},
  state: Partial<GoogleState> = {},
) {
  const organizations = [{ organization: '4711', numbers, ...more }]
  await using bench = await openGoogle({ projects, organizations, ...state }, faults)
  const listing = await createGkeScopeLister({ ...bench.options, timeoutMs: 1500 }).list(wanted, never)
  return { listing, requests: bench.server.requests() }
}

describe('a listing of a Google organization', () => {
  it('has the projects with clusters, each once', async () => {
    const { listing, requests } = await list(source)
    expect(listing).toEqual({
      status: 'collected',
      at: now(),
      value: {
        scopes: [
          { provider: 'gke', project: 'bank' },
          { provider: 'gke', project: 'shop' },
        ],
        unread: [],
      },
    })
    expect(requests).toMatchObject([
      { path: containing('/v1/organizations/4711:searchAllResources?assetTypes=container.googleapis.com%2FCluster') },
    ])
  })

  it('comes in pages', async () => {
    const many = Array.from({ length: 1200 }, (_, n) => ({ project: `p-${n}`, clusters: at('us-east1') }))
    const all = Object.fromEntries(many.map(({ project }, n) => [project, `${n}`]))
    const { listing, requests } = await list(source, [], { numbers: all }, { projects: many })
    expect(listing.status === 'collected' && listing.value.scopes.length).toBe(1200)
    expect(requests).toHaveLength(3)
  })

  it('of no clusters is empty and collected', async () => {
    expect((await list(source, [], { numbers: {} })).listing).toMatchObject({ value: { scopes: [], unread: [] } })
  })

  it.each([
    ['id', 'bank'],
    ['number', '1002'],
  ])('leaves out a project by its %s', async (_, project) => {
    const { listing } = await list({ ...source, except: [project] })
    expect(listing).toMatchObject({ value: { scopes: [{ project: 'shop' }] } })
  })

  it('reports what it could not read', async () => {
    const oddNames = ['//container.googleapis.com/organizations/4711/clusters/x']
    expect((await list(source, [], { oddNames })).listing).toMatchObject({
      value: { scopes: [{}, {}], unread: [{ member: oddNames[0], failure: { cause: 'malformed' } }] },
    })
  })

  it('fails for a source of another cloud', async () => {
    const foreign: WideSource = { worker: 'aks', kind: 'tenant', allowLocalAccount: false, except: [] }
    expect((await list(foreign)).listing).toMatchObject({ status: 'failed', cause: 'tool-error' })
  })
})

describe('a failed listing of a Google organization', () => {
  const apiOff = {
    error: { code: 403, message: 'Cloud Asset API is disabled.', details: [{ reason: 'SERVICE_DISABLED' }] },
  }
  const status = (code: number, body: string): CloudMisbehaviour => ({ kind: 'status', status: code, body })
  const grant = { kind: 'cloud', provider: 'gcp', action: 'cloudasset.assets.searchAllResources' }

  it('names the missing permission', async () => {
    const { listing } = await list(source, [], { denied: true })
    expect(listing).toMatchObject({
      status: 'failed',
      cause: 'forbidden',
      grant,
      detail: containing('organization 4711'),
    })
  })

  it.each<[name: string, behave: CloudMisbehaviour, expected: object]>([
    [
      'the API is off',
      status(403, JSON.stringify(apiOff)),
      { cause: 'absent-api', grant: { kind: 'action', sentence: containing('services enable') } },
    ],
    ['a refused token', status(401, '{}'), { cause: 'unauthenticated' }],
    ['throttling without end', status(429, '{}'), { cause: 'throttled' }],
    ['a gateway', status(502, '<html>'), { cause: 'unreachable' }],
    ['a captive proxy', { kind: 'garbage' }, { cause: 'malformed' }],
    ['an answer that breaks off', { kind: 'truncated' }, { cause: 'malformed' }],
    ['an answer of another shape', status(200, '{"results":[{}]}'), { cause: 'malformed' }],
    [
      'a page that comes again and again',
      status(200, '{"nextPageToken":"again"}'),
      { cause: 'malformed', detail: containing('already read') },
    ],
    ['a redirect', { kind: 'redirect', to: 'https://elsewhere.invalid/' }, { status: 'failed' }],
    ['a cut connection', { kind: 'reset' }, { cause: 'unreachable' }],
    ['no answer', { kind: 'hang' }, { cause: 'timeout' }],
  ])('is caused by %s', async (_, behave, expected) => {
    const { listing } = await list(source, [{ operation: 'searchAllResources', behave }])
    expect(listing).toMatchObject({ status: 'failed', ...expected })
  })
})
