import { createServer } from 'node:http'
import { connect, createServer as createTcpServer } from 'node:net'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import { createAuthority } from '@fleet-auditor/simulator/certificates.ts'
import type { Misbehaviour } from '@fleet-auditor/simulator/kubernetes/fault.ts'
import { listenOnLoopback } from '@fleet-auditor/simulator/loopback.ts'
import { modernInstall } from '@fleet-auditor/simulator/meshery/installs.ts'
import { lazyNodes } from '@fleet-auditor/simulator/meshery/nodes.ts'
import { describe, expect, it } from 'vitest'
import { collectFrom, detailOf, failuresOf, startCluster } from './collect-from.ts'

const MB = 2 ** 20
const nodeTable = /\/nodes\?/
const once = (behave: Misbehaviour, times?: number) => [
  { match: { path: nodeTable }, behave, ...(times === undefined ? {} : { times }) },
]

describe('a wrong answer fails its section alone:', () => {
  const cases: readonly (readonly [name: string, behave: Misbehaviour, cause: string, detail: RegExp])[] = [
    ['hang', { kind: 'hang' }, 'timeout', /no answer came in time/],
    ['drip', { kind: 'drip', bytesPerSecond: 10 }, 'timeout', /did not end in time/],
    ['an HTML page', { kind: 'garbage' }, 'malformed', /not JSON: <!DOCTYPE html>/],
    ['half a document', { kind: 'truncated' }, 'malformed', /not JSON: \{"kind":"Table"/],
    [
      'a body cut off each time',
      { kind: 'truncated', abrupt: true },
      'terminated-early',
      /cut before the answer ended/,
    ],
    ['the same next page for ever', { kind: 'endless-continue' }, 'malformed', /same next page twice/],
    ['a page of 70 MB', { kind: 'huge', bytes: 70 * MB }, 'too-large', /larger than/],
    ['another shape', { kind: 'huge', bytes: 10 }, 'malformed', /kind is not of the expected shape/],
    [
      'a redirect',
      { kind: 'redirect', to: 'https://user:pass@login.example.com/sso?token=x' },
      'malformed',
      /a redirect to https:\/\/login\.example\.com\/sso$/,
    ],
    [
      '429 past the deadline',
      { kind: 'status', code: 429, retryAfter: 3600 },
      'throttled',
      /429: the server has received/,
    ],
    ['503 that stays', { kind: 'status', code: 503, retryAfter: 0 }, 'unreachable', /answered 503/],
    ['500', { kind: 'status', code: 500 }, 'malformed', /answered 500/],
    [
      'a gateway’s 403',
      { kind: 'status', code: 403, body: '<html>blocked\u001b[2J' },
      'filtered',
      /<html>blocked \[2J$/,
    ],
  ]
  it.each(cases)('%s', async (_, behave, cause, detail) => {
    const requestTimeoutMs = cause === 'timeout' ? 1500 : 10_000
    const { sections } = await collectFrom({ objects: modernInstall(), faults: once(behave), requestTimeoutMs })
    expect(failuresOf(sections)).toEqual({ nodes: cause })
    expect(detailOf(sections.nodes)).toMatch(detail)
    expect(detailOf(sections.nodes)).toMatch(/^127\.0\.0\.1:\d+\/api\/v1\/nodes: /)
  })
})

describe('is no empty list:', () => {
  it.each([
    ['a Status with 200', '{"kind":"Status","apiVersion":"v1","status":"Failure"}'],
    ['a proxy’s JSON', '{"error":"sign in"}'],
    ['an object without a kind', '{"items":[]}'],
  ])('%s in place of Deployments', async (_, body) => {
    const faults = [{ match: { path: /\/deployments/ }, behave: { kind: 'status', code: 200, body } as const }]
    const { sections } = await collectFrom({ objects: modernInstall(), faults })
    expect(failuresOf(sections)).toMatchObject({ workloads: 'malformed' })
  })

  it('a proxy’s JSON in place of the served groups', async () => {
    const faults = [{ match: { path: /\/apis$/ }, behave: { kind: 'status', code: 200, body: '{}' } as const }]
    const { sections } = await collectFrom({ objects: modernInstall(), faults })
    expect(Object.values(failuresOf(sections))).toContain('malformed')
  })
})

describe('a request is sent again after', () => {
  it.each([
    { name: '429 with Retry-After', behave: { kind: 'status', code: 429, retryAfter: 0 } as const, times: 2 },
    { name: '503', behave: { kind: 'status', code: 503 } as const, times: 1 },
  ])('$name', async ({ behave, times }) => {
    const { sections, collection } = await collectFrom({ faults: once(behave, times) })
    expect(failuresOf(sections)).toEqual({})
    expect(collection.counters.retries).toBe(times)
  })

  it('a connection that breaks', async () => {
    const { sections, collection } = await collectFrom({ faults: once({ kind: 'reset' }, 1) })
    expect(failuresOf(sections)).toEqual({})
    expect(collection.counters.retries).toBeGreaterThanOrEqual(1)
  })

  it('its continuation expired, once and from the beginning', async () => {
    const expired = { match: { path: /nodes\?.*continue=/ }, behave: { kind: 'expired' } } as const
    const lazy = [lazyNodes('eks', 600)]
    const passing = await collectFrom({ lazy, faults: [{ ...expired, times: 1 }] })
    expect(passing.sections.nodes).toMatchObject({ value: { count: 602 } })
    const staying = await collectFrom({ lazy, faults: [expired] })
    expect(failuresOf(staying.sections)).toEqual({ nodes: 'terminated-early' })
  })

  it('a 401, once and with new credentials', async () => {
    const tokens = ['Bearer stale', 'Bearer auditor-token']
    const credentials = async () => ({ authorization: tokens.shift() ?? 'Bearer none' })
    const { sections } = await collectFrom({ access: { credentials } })
    expect(failuresOf(sections)).toEqual({})
    expect(tokens).toEqual([])
  })
})

const allFailed = (sections: Parameters<typeof failuresOf>[0]) => [...new Set(Object.values(failuresOf(sections)))]

describe('no section of a cluster is read with', () => {
  it('refused credentials', async () => {
    const credentials = async () => ({ authorization: 'Bearer wrong' })
    const { sections, collection } = await collectFrom({ access: { credentials } })
    expect(allFailed(sections)).toEqual(['unauthenticated'])
    expect(Object.keys(failuresOf(sections)).length).toBe(Object.keys(sections).length)
    expect(collection.takenAt).toBe('2026-01-01T00:00:00.000Z')
  })

  it('credentials that cannot be had', async () => {
    const grant = { kind: 'action', sentence: 'log in again' } as const
    const credentials = () => Promise.reject(new AuditorError('collect', 'no plugin', { reason: 'tool-error', grant }))
    const { sections } = await collectFrom({ access: { credentials } })
    expect(allFailed(sections)).toEqual(['tool-error'])
    expect(sections.connection).toMatchObject({ grant })
    expect(detailOf(sections.connection)).toContain('no plugin')
  })

  it('a client certificate that is none', async () => {
    const clientCertificate = { certPem: 'secret-cert', keyPem: 'secret-key' }
    const { sections } = await collectFrom({ access: { credentials: async () => ({ clientCertificate }) } })
    expect(allFailed(sections)).toEqual(['malformed'])
    expect(JSON.stringify(sections)).not.toContain('secret-')
  })

  it('a certificate of another authority, with the reason', async () => {
    const { caPem } = await createAuthority('another')
    const { sections } = await collectFrom({ access: { caPem } })
    expect(allFailed(sections)).toEqual(['unreachable'])
    expect(detailOf(sections.connection)).toMatch(/TLS [A-Z_]+: .*certificate authority/)
  })

  it('a certificate for another name', async () => {
    const { sections } = await collectFrom({ access: { serverName: 'other.example.com' } })
    expect(sections.connection).toMatchObject({ cause: 'unreachable' })
    expect(detailOf(sections.connection)).toMatch(/ERR_TLS_CERT_ALTNAME_INVALID: .*another name/)
  })

  it('an expired certificate', async () => {
    const { sections } = await collectFrom({ notAfter: new Date(Date.now() - 86_400_000) })
    expect(sections.connection).toMatchObject({ cause: 'unreachable' })
    expect(detailOf(sections.connection)).toMatch(/CERT_HAS_EXPIRED/)
  })

  it('a port where nothing listens', async () => {
    const api = await startCluster()
    await api.close()
    const { sections } = await collectFrom({ access: { server: api.url } })
    expect(allFailed(sections)).toEqual(['unreachable'])
    expect(detailOf(sections.connection)).toMatch(/refused \(ECONNREFUSED\)/)
  })

  it.each([
    ['a port that accepts and is silent', '', 'timeout', /no answer came in time/],
    ['a port that speaks no TLS', 'SSH-2.0-OpenSSH_9.9\r\n', 'unreachable', /TLS handshake failed/],
  ])('%s', async (_, greeting, cause, detail) => {
    const silent = createTcpServer((socket) => void (greeting && socket.write(greeting)))
    const loopback = await listenOnLoopback(silent)
    const access = { server: `https://127.0.0.1:${loopback.port}` }
    const { sections } = await collectFrom({ access, requestTimeoutMs: 400 })
    await loopback.close()
    expect(allFailed(sections)).toEqual([cause])
    expect(detailOf(sections.connection)).toMatch(detail)
  })

  it('a name that does not resolve', async () => {
    const { sections } = await collectFrom({ access: { server: 'https://cluster.invalid' } })
    expect(allFailed(sections)).toEqual(['unreachable'])
  })

  it('a server that hangs, which costs one time-out', async () => {
    const faults = [{ match: {}, behave: { kind: 'hang' } }] as const
    const { sections, collection } = await collectFrom({ objects: modernInstall(), faults, requestTimeoutMs: 400 })
    expect(allFailed(sections)).toEqual(['timeout'])
    expect(collection.counters).toMatchObject({ rounds: 1, retries: 0 })
  })

  it.each([
    { name: 'Ctrl-C', reason: new AuditorError('cancelled', 'stopped'), cause: 'cancelled' },
    { name: 'the cluster’s deadline', reason: undefined, cause: 'timeout' },
  ])('a run that was ended by $name', async ({ reason, cause }) => {
    const stop = new AbortController()
    setTimeout(() => stop.abort(reason), 200)
    const faults = [{ match: {}, behave: { kind: 'hang' } }] as const
    const { sections } = await collectFrom({ faults, signal: stop.signal, requestTimeoutMs: 60_000 })
    expect(allFailed(sections)).toEqual([cause])
  })
})

describe('the connection to an API server', () => {
  it('goes where resolve and connectTo lead, but must reach the same server', async () => {
    const api = await startCluster({ names: ['api.example.com'] })
    const { port } = api
    await api.close()
    const collectVia = (
      vantage: { resolve: Record<string, string[]>; connectTo: Record<string, string> },
      names: string[],
    ) => collectFrom({ names, port, plan: { vantage }, access: { server: `https://api.example.com:${port}` } })
    const resolved = await collectVia({ resolve: { 'api.example.com': ['127.0.0.1'] }, connectTo: {} }, [
      'api.example.com',
    ])
    expect(failuresOf(resolved.sections)).toEqual({})
    const connectTo = { [`api.example.com:${port}`]: `127.0.0.1:${port}` }
    const connected = await collectVia({ resolve: {}, connectTo }, ['api.example.com'])
    expect(failuresOf(connected.sections)).toEqual({})
    const impostor = await collectVia({ resolve: {}, connectTo }, [])
    expect(detailOf(impostor.sections.connection)).toMatch(/ALTNAME_INVALID/)
  })

  it('asks a proxy for a tunnel', async () => {
    const tunnels: string[] = []
    const proxy = createServer().on('connect', (request, client) => {
      tunnels.push(request.url ?? '')
      const onward = connect(Number(request.url?.split(':')[1]), '127.0.0.1', () => {
        client.write('HTTP/1.1 200 OK\r\n\r\n')
        client.pipe(onward).pipe(client)
      })
      onward.on('error', () => client.destroy())
      client.on('error', () => onward.destroy())
    })
    const loopback = await listenOnLoopback(proxy)
    const { sections, api } = await collectFrom({ access: { proxyUrl: `http://127.0.0.1:${loopback.port}` } })
    await loopback.close()
    expect(failuresOf(sections)).toEqual({})
    expect(new Set(tunnels)).toEqual(new Set([`127.0.0.1:${api.port}`]))
  })

  it('takes any certificate with insecure-skip-tls-verify', async () => {
    const { caPem } = await createAuthority('another')
    const { sections } = await collectFrom({ access: { caPem, insecureSkipTlsVerify: true } })
    expect(failuresOf(sections)).toEqual({})
  })

  it('puts a base path before every path', async () => {
    const api = await startCluster()
    await api.close()
    const { api: asked } = await collectFrom({ port: api.port, access: { server: `${api.url}/k8s/clusters/c-1/` } })
    expect(asked.requests().every(({ path }) => path.startsWith('/k8s/clusters/c-1/'))).toBe(true)
  })
})
