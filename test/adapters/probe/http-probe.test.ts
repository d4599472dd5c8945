import { createServer as createHttpServer, type RequestListener } from 'node:http'
import {
  createAuthority,
  type CertificateAuthority,
  type CertificateRequest,
} from '@fleet-auditor/simulator/certificates.ts'
import { listenOnLoopback } from '@fleet-auditor/simulator/loopback.ts'
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { atLeast, like, someNumber } from '../matching.ts'
import { httpsServer, versionAnswer } from './https-server.ts'
import { probing, request, resultOf, shortMs, target } from './requests.ts'
import { closedPort, tcpServer } from './tcp-servers.ts'

let authority: CertificateAuthority
beforeAll(async () => void (authority = await createAuthority()))

const version = versionAnswer
const apiServer = (answer: RequestListener, certificate: Partial<CertificateRequest> = {}) =>
  httpsServer(authority, answer, certificate)
const enough: unknown = atLeast(5)

/** `api.test:443` led to a loopback port. */
const apiAt = (port: number, trusted = true, timeoutMs?: number) =>
  request(
    [target('api', 'api.test', 443)],
    { connectTo: { 'api.test:443': `127.0.0.1:${port}` } },
    {
      ...(trusted ? { authorities: { 'api.test:443': authority.caPem } } : {}),
      ...(timeoutMs === undefined ? {} : { timeoutMs }),
    },
  )

describe('an API server', () => {
  it('is asked again and again on one warm connection, and connected to beside it', async () => {
    const server = await apiServer(version)
    expect(await resultOf(probing(), apiAt(server.port))).toEqual({
      status: 'answered',
      connect: { min: someNumber, median: someNumber, samples: 5, discarded: 0 },
      roundTrip: { min: someNumber, median: someNumber, samples: 5, discarded: 0 },
      httpStatus: 200,
      tls: {
        protocol: 'TLSv1.3',
        verified: true,
        subject: 'CN=api',
        issuer: 'CN=simulated-cluster-ca',
        names: ['api.test'],
        notAfter: like(/^\d{4}-.*Z$/),
      },
    })
    expect(server.seen.headers).toHaveLength(6)
    expect(server.connections()).toBe(6)
  })

  it('keeps its name though another address is dialled, and is sent nothing secret', async () => {
    const { port, seen } = await apiServer(version)
    await resultOf(probing(), apiAt(port))
    expect(new Set(seen.names)).toEqual(new Set(['api.test']))
    expect(new Set(seen.headers.map(({ host }) => host))).toEqual(new Set(['api.test:443']))
    for (const headers of seen.headers) expect(headers).not.toHaveProperty('authorization')
    expect(seen.tlsErrors).toEqual([])
  })

  it.each([301, 401, 403, 404, 500])('that answers %i has answered', async (status) => {
    const { port } = await apiServer((_, response) => response.writeHead(status, { location: '/else' }).end('{}'))
    const result = await resultOf(probing(), apiAt(port))
    expect(result).toMatchObject({ status: 'answered', httpStatus: status, roundTrip: { samples: 5 } })
  })

  it.each([
    ['ends each connection', (_, response) => response.setHeader('connection', 'close').end('{}')],
    ['answers without an end', (_, response) => void response.write('{')],
    ['answers without bounds', (_, response) => void response.end(Buffer.alloc(1_000_000))],
  ] as const satisfies readonly (readonly [string, RequestListener])[])(
    'that %s is sampled on established connections',
    async (_, answer) => {
      const { port } = await apiServer(answer)
      const result = await resultOf(probing(), apiAt(port))
      expect(result).toMatchObject({ status: 'answered', httpStatus: 200, roundTrip: { samples: enough } })
    },
  )

  it('at an IPv4 literal is checked by address', async () => {
    const { port } = await apiServer(version, { dns: [], ips: ['127.0.0.1'] })
    const asked = request(
      [target('api', '127.0.0.1', port)],
      {},
      { authorities: { [`127.0.0.1:${port}`]: authority.caPem } },
    )
    expect(await resultOf(probing(), asked)).toMatchObject({ tls: { verified: true, names: ['127.0.0.1'] } })
  })
})

describe('a certificate that does not verify is recorded, not refused:', () => {
  const past = { notBefore: new Date('2020-01-01'), notAfter: new Date('2021-01-01T00:00:00Z') }
  it.each([
    ['another name', { dns: ['else.test'] }, true, 'ERR_TLS_CERT_ALTNAME_INVALID'],
    ['expired', past, true, 'CERT_HAS_EXPIRED'],
    ['unknown authority', {}, false, 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
  ])('%s', async (_, certificate, trusted, error) => {
    const { port } = await apiServer(version, certificate)
    const result = await resultOf(probing(), apiAt(port, trusted))
    expect(result).toMatchObject({ status: 'answered', httpStatus: 200, tls: { verified: false, error } })
    if (certificate === past) expect(result).toMatchObject({ tls: { notAfter: '2021-01-01T00:00:00.000Z' } })
  })

  it('an authority that is no certificate verifies nothing', async () => {
    const { port } = await apiServer(version)
    const asked = { ...apiAt(port), authorities: { 'api.test:443': 'not a PEM' } }
    const tls = { verified: false, error: 'INVALID_AUTHORITY' }
    expect(await resultOf(probing(), asked)).toMatchObject({ status: 'answered', tls })
  })
})

describe('a target that does not answer over HTTPS:', () => {
  it('plain HTTP is foreign', async () => {
    const loopback = await listenOnLoopback(createHttpServer(version))
    onTestFinished(() => loopback.close())
    expect(await resultOf(probing(), apiAt(loopback.port))).toMatchObject({ status: 'foreign' })
  })

  it('a hang is a timeout with what was missing', async () => {
    const { port } = await apiServer(() => undefined)
    const result = await resultOf(probing(), apiAt(port, true, shortMs))
    expect(result).toMatchObject({ why: 'timeout', detail: like(/^connected, no HTTP answer/) })
  })

  it('a hang in the handshake is a timeout', async () => {
    const { port } = await tcpServer(() => undefined)
    const result = await resultOf(probing(), apiAt(port, true, shortMs))
    expect(result).toMatchObject({ why: 'timeout', detail: like(/^connected, no TLS handshake/) })
  })

  it.each([
    ['ended in the handshake', 'closed', false],
    ['reset in the handshake', 'reset', true],
  ])('%s: %s', async (_, why, reset) => {
    const { port } = await tcpServer((socket) =>
      socket.once('data', () => (reset ? socket.resetAndDestroy() : socket.end())),
    )
    expect(await resultOf(probing(), apiAt(port))).toMatchObject({ status: 'silent', why })
  })

  it('an end instead of an answer is closed', async () => {
    const { port } = await apiServer((incoming) => incoming.socket.end())
    expect(await resultOf(probing(), apiAt(port))).toMatchObject({ status: 'silent', why: 'closed' })
  })

  it('a port where nothing listens is refused', async () => {
    expect(await resultOf(probing(), apiAt(await closedPort()))).toMatchObject({ status: 'silent', why: 'refused' })
  })
})
