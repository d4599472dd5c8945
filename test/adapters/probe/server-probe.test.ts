import type { ServerFacts } from '@fleet-auditor/model/server-facts.ts'
import { createAuthority, type CertificateAuthority } from '@fleet-auditor/simulator/certificates.ts'
import { startMesheryServer, type MesheryServerOptions } from '@fleet-auditor/simulator/meshery-server.ts'
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { probing, request, resultOf } from './requests.ts'

let authority: CertificateAuthority
beforeAll(async () => void (authority = await createAuthority()))

/** A Server at `meshery.test:443`, led to the loopback. */
async function probed(options: MesheryServerOptions, trusted = true, timeoutMs = 10_000) {
  const certificate = await authority.issue({ commonName: 'meshery', dns: ['meshery.test'] })
  const server = await startMesheryServer({ certificate, ...options })
  onTestFinished(() => server.close())
  const connectTo = { 'meshery.test:443': `127.0.0.1:${server.port}` }
  const target = { kind: 'server', host: 'meshery.test', port: 443, scheme: 'https' } as const
  const authorities: Record<string, string> = trusted ? { 'meshery.test:443': authority.caPem } : {}
  const result = await resultOf(probing(), request([target], { connectTo }, { authorities, timeoutMs }))
  if (result.status !== 'answered' || !result.server) throw new Error(JSON.stringify(result))
  return { ...result.server, tls: result.tls, requests: server.requests() }
}

const remote = { enforced: 'cloud.meshery.io', callback: 'https://meshery.test/api/user/token' }

describe('a Meshery Server', () => {
  it.each<[name: string, options: MesheryServerOptions, facts: Partial<ServerFacts>]>([
    [
      'that is ready and up to date',
      { latest: 'v1.0.64' },
      {
        ready: { status: 200, failed: [] },
        version: { status: 200, build: 'v1.0.64', latest: 'v1.0.64', outdated: false, channel: 'stable' },
      },
    ],
    [
      'that is not ready',
      { notReady: 'provider capabilities not loaded' },
      { ready: { status: 503, failed: ['[-]capabilities failed: provider capabilities not loaded'] } },
    ],
    [
      'that offers a choice of providers',
      {},
      { chooser: { status: 200, html: true }, upgrade: { status: 101, json: false } },
    ],
    [
      'that enforces a Remote Provider',
      remote,
      {
        chooser: { status: 302, location: '/user/login', html: false, provider: 'cloud.meshery.io' },
        login: {
          status: 302,
          location: `https://cloud.meshery.io/login?source=${Buffer.from(remote.callback).toString('base64url')}&provider_version=v0.1`,
          callback: remote.callback,
          providerHost: 'cloud.meshery.io',
        },
        upgrade: { status: 302, location: '/user/login', json: false },
      },
    ],
    [
      'without a callback of its own sends people back by HTTP',
      { enforced: 'cloud.meshery.io' },
      { login: expect.objectContaining({ callback: 'http://meshery.test/api/user/token' }) as ServerFacts['login'] },
    ],
    ['that enforces Local is asked for no login', { enforced: 'Local' }, { login: undefined }],
    ['whose ingress takes upgrades away', { upgrades: 'stripped' }, { upgrade: { status: 400, json: true } }],
    ['whose ingress refuses upgrades', { upgrades: 'refused' }, { upgrade: { status: 502, json: false } }],
    ['whose stream is passed on', {}, { stream: { status: 200, streamed: true, event: true } }],
    [
      'behind a sign-in proxy',
      { wall: 'https://sso.test/start' },
      {
        ready: { status: 302, location: 'https://sso.test/start', failed: [] },
        stream: { status: 302, location: 'https://sso.test/start', streamed: false, event: false },
      },
    ],
  ])('%s', async (_, options, facts) => {
    expect(await probed(options)).toMatchObject(facts)
  })

  it('whose stream is held back gets no answer in time', async () => {
    expect((await probed({ buffered: true }, true, 3000)).stream).toEqual({ status: 0, why: 'timeout' })
  })

  it('is asked for these paths and no others, each once', async () => {
    const { requests } = await probed(remote)
    expect(requests.toSorted()).toEqual([
      'GET /api/providers/stream',
      'GET /api/system/graphql/query',
      'GET /api/system/version',
      'GET /healthz/ready?verbose=1',
      'GET /provider',
      'GET /user/login',
    ])
  })

  it('is trusted by the authority that its plane declares, and by no other', async () => {
    expect((await probed({})).tls).toMatchObject({ verified: true })
    expect((await probed({}, false)).tls).toMatchObject({ verified: false, error: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' })
  })
})

describe('a Meshery Server behind a sub-path', () => {
  it.each([
    ['is asked under it', '/meshery', 200],
    ['is not found without it', undefined, 404],
  ])('%s', async (_, path, status) => {
    const server = await startMesheryServer({ under: '/meshery' })
    onTestFinished(() => server.close())
    const target = { kind: 'server', host: 'meshery.test', port: 80, scheme: 'http', path } as const
    const connectTo = { 'meshery.test:80': `127.0.0.1:${server.port}` }
    const result = await resultOf(probing(), request([target], { connectTo }, { timeoutMs: 10_000 }))
    const facts = result.status === 'answered' ? result.server : undefined
    expect([facts?.ready, facts?.version, facts?.stream].map((each) => each?.status)).toEqual([status, status, status])
  })
})

describe('the host of a Meshery Server by plain HTTP', () => {
  it.each<[name: string, options: MesheryServerOptions, answer: object]>([
    ['answers for its readiness', {}, { httpStatus: 200 }],
    [
      'redirects, which is not followed',
      { wall: 'https://meshery.test/' },
      { httpStatus: 302, location: 'https://meshery.test/' },
    ],
  ])('%s', async (_, options, answer) => {
    const server = await startMesheryServer(options)
    onTestFinished(() => server.close())
    const target = { kind: 'plain', host: 'meshery.test', port: 80 } as const
    const connectTo = { 'meshery.test:80': `127.0.0.1:${server.port}` }
    const result = await resultOf(probing(), request([target], { connectTo }, { timeoutMs: 10_000 }))
    expect(result).toMatchObject({ status: 'answered', ...answer })
    expect(server.requests()).toEqual(['GET /healthz/ready'])
  })
})

describe('a Remote Provider', () => {
  it.each([
    ['that its authority signed verifies', true],
    ['that an unknown authority signed answers, unverified', false],
  ])('%s', async (_, trusted) => {
    const certificate = await authority.issue({ commonName: 'provider', dns: ['provider.test'] })
    const server = await startMesheryServer({ certificate })
    onTestFinished(() => server.close())
    const target = { kind: 'provider', host: 'provider.test', port: 443 } as const
    const connectTo = { 'provider.test:443': `127.0.0.1:${server.port}` }
    const authorities: Record<string, string> = trusted ? { 'provider.test:443': authority.caPem } : {}
    const result = await resultOf(probing(), request([target], { connectTo }, { authorities, timeoutMs: 10_000 }))
    expect(result).toMatchObject({ status: 'answered', httpStatus: 302, tls: { verified: trusted } })
    expect(server.requests()).toEqual(['GET /'])
  })
})
