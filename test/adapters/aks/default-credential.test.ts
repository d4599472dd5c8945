import { createAksDiscovery } from '@fleet-auditor/adapters/aks/discovery.ts'
import { createTokenSource, defaultCredential } from '@fleet-auditor/adapters/aks/token-source.ts'
import type { CloudFault } from '@fleet-auditor/simulator/clouds/cloud-fault.ts'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { containing } from '../matching.ts'
import { unhandledRejections } from '../unhandled-rejections.ts'
import { aksServer, aksToken, armToken, client, now, openAzure, subscription, tenant } from './azure-bench.ts'

const scope = { provider: 'aks', subscription, allowLocalAccount: false } as const
const never = new AbortController().signal
const remedy = { kind: 'action', sentence: containing('az login') }

function inEnvironment(secret: string): void {
  vi.stubEnv('AZURE_TENANT_ID', tenant)
  vi.stubEnv('AZURE_CLIENT_ID', client.clientId)
  vi.stubEnv('AZURE_CLIENT_SECRET', secret)
  vi.stubEnv('PATH', '') // whatever CLI this machine has
}

afterEach(() => {
  vi.unstubAllEnvs()
})

async function outcomeWith(secret: string, faults: readonly CloudFault[], signal = never) {
  inEnvironment(secret)
  await using bench = await openAzure({ subscriptions: [{ subscription, clusters: [] }] }, { faults })
  const { endpoints } = bench.options
  let outcome: unknown
  const unhandled = await unhandledRejections(async () => {
    outcome = await createAksDiscovery({ endpoints, now }).discover(scope, signal)
  })
  expect(unhandled).toEqual([])
  return { outcome, operations: bench.server.requests().map(({ operation }) => operation) }
}

describe('the Azure credential of the environment', () => {
  it('logs in at the fleet file’s authority and lists', async () => {
    const { outcome, operations } = await outcomeWith('a-secret', [])
    expect(outcome).toMatchObject({ status: 'collected' })
    expect(operations).toEqual(['openid', 'token', 'managedClusters.list'])
  })

  it.each<[name: string, secret: string, faults: readonly CloudFault[]]>([
    ['a wrong secret', 'wrong', []],
    ['no secret and no CLI', '', []],
    ['an authority that answers in HTML', 'a-secret', [{ operation: 'token', behave: { kind: 'garbage' } }]],
  ])('fails with a remedy: %s', async (_, secret, faults) => {
    const { outcome } = await outcomeWith(secret, faults)
    expect(outcome).toMatchObject({ status: 'failed', cause: 'unauthenticated', grant: remedy })
  })

  it('ends with the signal when the authority hangs, though the SDK ignores the signal', async () => {
    const faults: CloudFault[] = [{ operation: 'token', behave: { kind: 'hang' } }]
    const { outcome } = await outcomeWith('a-secret', faults, AbortSignal.timeout(300))
    expect(outcome).toMatchObject({ status: 'failed', cause: 'timeout' })
  })
})

describe('an Entra token source', () => {
  it('caches one token for each scope and tenant', async () => {
    inEnvironment('a-secret')
    await using bench = await openAzure({})
    const source = createTokenSource(defaultCredential(bench.options.endpoints.entra), () => new Date().toISOString())
    const arm = 'https://management.azure.com/.default'
    expect(await source(arm, undefined, never)).toMatchObject({ token: armToken })
    expect(await source(arm, undefined, never)).toMatchObject({ token: armToken })
    expect(await source(`${aksServer}/.default`, tenant, never)).toMatchObject({ token: aksToken })
    expect(bench.server.requests().filter(({ operation }) => operation === 'token')).toHaveLength(2)
  })

  it('requests a token again that expires soon', async () => {
    let asked = 0
    const brief = {
      getToken: () => {
        asked += 1
        return Promise.resolve({ token: 'brief', expiresOnTimestamp: Date.parse(now()) + 60_000 })
      },
    }
    const source = createTokenSource(brief, now)
    await source('scope', undefined, never)
    await source('scope', undefined, never)
    expect(asked).toBe(2)
  })

  it('ends in time when the credential never does', async () => {
    const source = createTokenSource({ getToken: () => new Promise(() => undefined) }, now, 50)
    await expect(source('scope', undefined, never)).rejects.toMatchObject({ details: { reason: 'unauthenticated' } })
  })
})
