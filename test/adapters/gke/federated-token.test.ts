import { createGkeDiscovery } from '@fleet-auditor/adapters/gke/discovery.ts'
import { federatedGoogleToken } from '@fleet-auditor/adapters/gke/federated-token.ts'
import type { CloudFault } from '@fleet-auditor/simulator/clouds/cloud-fault.ts'
import type { GooglePoolProvider } from '@fleet-auditor/simulator/clouds/google/google-token.ts'
import { createWebIdentityIssuer } from '@fleet-auditor/simulator/clouds/web-identity.ts'
import { describe, expect, it } from 'vitest'
import { issuer, openIdentity, subject } from '../aws/federation-bench.ts'
import { containing } from '../matching.ts'
import { unhandledRejections } from '../unhandled-rejections.ts'
import { now, openGoogle } from './google-bench.ts'

const never = new AbortController().signal
const audience = '//iam.googleapis.com/projects/1001/locations/global/workloadIdentityPools/aws-pool/providers/auditor'
const serviceAccount = 'auditor@ops.iam.gserviceaccount.com'
const pool: GooglePoolProvider = {
  audience,
  issuer,
  subjects: [subject],
  token: 'pool-token',
  serviceAccounts: { [serviceAccount]: 'account-token' },
}

interface Given {
  readonly provider?: Partial<GooglePoolProvider>
  readonly federation?: { readonly audience: string; readonly serviceAccount?: string }
  readonly faults?: readonly CloudFault[]
  readonly limitMs?: number
}

async function open({ provider, federation = { audience }, faults = [], limitMs = 2000 }: Given = {}) {
  const aws = await openIdentity()
  const projects = [{ project: 'shop', clusters: [] }]
  const google = await openGoogle({ pools: [{ ...pool, ...provider }], projects }, faults)
  const endpoints = { ...aws.options.endpoints, ...google.options.endpoints }
  const supply = federatedGoogleToken({ ...aws.options, endpoints, federation, limitMs })
  return {
    supply,
    endpoints,
    operations: () => google.server.requests().map(({ operation }) => operation),
    async [Symbol.asyncDispose]() {
      await aws[Symbol.asyncDispose]()
      await google[Symbol.asyncDispose]()
    },
  }
}

describe('a federated Google token', () => {
  it('is the pool’s own, asked for once', async () => {
    await using bench = await open()
    expect(await Promise.all([bench.supply(never), bench.supply(never)])).toEqual(['pool-token', 'pool-token'])
    expect(await bench.supply(never)).toBe('pool-token')
    expect(bench.operations()).toEqual(['token'])
  })

  it('is that of the service account where one is named', async () => {
    await using bench = await open({ federation: { audience, serviceAccount } })
    expect(await bench.supply(never)).toBe('account-token')
    expect(bench.operations()).toEqual(['token', 'generateAccessToken'])
  })

  it('serves a listing', async () => {
    await using bench = await open()
    const discovery = createGkeDiscovery({ endpoints: bench.endpoints, auth: bench.supply, now })
    expect(await discovery.discover({ provider: 'gke', project: 'shop' }, never)).toMatchObject({ status: 'collected' })
  })

  const stranger = 'stranger@ops.iam.gserviceaccount.com'
  it.each<[name: string, given: Given, reason: string, remedy: string | undefined]>([
    ['another issuer', { provider: { issuer: createWebIdentityIssuer() } }, 'unauthenticated', 'issuer'],
    ['a role that the condition does not admit', { provider: { subjects: [] } }, 'unauthenticated', 'condition'],
    [
      'a service account that is not the pool’s to become',
      { federation: { audience, serviceAccount: stranger } },
      'unauthenticated',
      `roles/iam.workloadIdentityUser on ${stranger}`,
    ],
    [
      'throttling',
      { faults: [{ operation: 'token', behave: { kind: 'status', status: 429 } }] },
      'throttled',
      undefined,
    ],
    [
      'a gateway',
      { faults: [{ operation: 'token', behave: { kind: 'status', status: 502 } }] },
      'unreachable',
      undefined,
    ],
    ['HTML', { faults: [{ operation: 'token', behave: { kind: 'garbage' } }] }, 'malformed', undefined],
    [
      'a redirect, which is not followed',
      { faults: [{ operation: 'token', behave: { kind: 'redirect', to: 'https://elsewhere.invalid/' } }] },
      'unauthenticated',
      'sts.googleapis.com',
    ],
    [
      'no answer',
      { faults: [{ operation: 'token', behave: { kind: 'hang' } }], limitMs: 300 },
      'unauthenticated',
      'sts.googleapis.com',
    ],
  ])('is refused for %s', async (_, given, reason, remedy) => {
    await using bench = await open(given)
    let refusal: unknown
    const unhandled = await unhandledRejections(async () => {
      refusal = await bench.supply(never).catch((error: unknown) => error)
    })
    const details = { reason, ...(remedy === undefined ? {} : { remedy: containing(remedy) }) }
    expect(refusal).toMatchObject({ name: expect.stringMatching(/^FleetAuditor\./), details })
    expect(unhandled).toEqual([])
  })

  it('is requested again after a failure', async () => {
    await using bench = await open({
      faults: [{ operation: 'token', behave: { kind: 'status', status: 400 }, times: 1 }],
    })
    await expect(bench.supply(never)).rejects.toMatchObject({ details: { reason: 'unauthenticated' } })
    expect(await bench.supply(never)).toBe('pool-token')
  })
})
