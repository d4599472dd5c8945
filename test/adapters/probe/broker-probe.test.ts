import { startBroker, type BrokerOptions } from '@fleet-auditor/simulator/broker.ts'
import { createAuthority } from '@fleet-auditor/simulator/certificates.ts'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { atLeast, containing, like, someNumber } from '../matching.ts'
import { brokerAt, probing, request, resultOf, shortMs, target } from './requests.ts'
import { closedPort, infoLine, secureServerSide, tcpServer, type TlsSeen } from './tcp-servers.ts'

async function broker(options: BrokerOptions = {}) {
  const running = await startBroker(options)
  onTestFinished(() => running.close())
  return running
}

describe('a Broker that answers', () => {
  it.each([
    ['that is open is known as such', {}, { authRequired: false, tlsRequired: false }],
    ['that wants a token is known as such', { auth: true }, { authRequired: true, tlsRequired: false }],
  ])('%s', async (_, options, flags) => {
    const { port } = await broker({ ...options, serverName: 'meshsync', version: '2.10.1' })
    expect(await resultOf(probing(), brokerAt(port))).toEqual({
      status: 'answered',
      connect: { min: someNumber, median: someNumber, samples: someNumber, discarded: 0 },
      roundTrip: { min: someNumber, median: someNumber, samples: someNumber, discarded: 0 },
      nats: { version: '2.10.1', serverName: 'meshsync', tlsAvailable: false, ...flags },
    })
  })

  it('is sampled five times beside the cold one, and left in good order', async () => {
    const running = await broker()
    const result = await resultOf(probing(), brokerAt(running.port))
    expect(result).toMatchObject({ roundTrip: { samples: atLeast(5) } })
    await vi.waitFor(() => expect(running.closings().polite).toBe(running.connections()))
    expect(running.connections()).toBeGreaterThanOrEqual(6)
    expect(running.closings().rude).toBe(0)
  })

  it('announces TLS, as an option or as a must', async () => {
    const { port } = await tcpServer((socket) => socket.write(infoLine({ tls_available: true, auth_required: false })))
    const flags = { authRequired: false, tlsRequired: false, tlsAvailable: true }
    expect(await resultOf(probing(), brokerAt(port))).toMatchObject({ nats: flags })
  })

  it('sends its INFO in pieces', async () => {
    const { port } = await tcpServer((socket) => {
      socket.setNoDelay(true)
      const bytes = Buffer.from(infoLine({ server_name: 'caf\u00e9' }))
      for (const byte of bytes) socket.write(Buffer.of(byte))
    })
    expect(await resultOf(probing(), brokerAt(port))).toMatchObject({ nats: { serverName: 'café' } })
  })
})

describe('a Broker that wants TLS', () => {
  const tlsBroker = async (first: 'info' | 'handshake') => {
    const authority = await createAuthority()
    const issued = await authority.issue({ commonName: 'broker', dns: ['broker.test'] })
    const seen: TlsSeen = { serverNames: [], errors: [] }
    const { port } = await tcpServer((socket) => {
      if (first === 'info') socket.write(infoLine({ tls_required: true, auth_required: true }))
      const secured = secureServerSide(socket, issued, seen)
      if (first === 'handshake') secured.once('secure', () => secured.write(infoLine({ tls_required: true })))
    })
    return { port, seen, authorities: { 'broker.test:4222': authority.caPem } }
  }

  it('shows its certificate, and no handshake is left unfinished', async () => {
    const { port, seen, authorities } = await tlsBroker('info')
    const result = await resultOf(probing(), brokerAt(port, {}, { authorities }))
    expect(result).toMatchObject({
      status: 'answered',
      nats: { authRequired: true, tlsRequired: true },
      tls: { verified: true, names: ['broker.test'], subject: 'CN=broker', notAfter: like(/T.*Z$/) },
    })
    expect(new Set(seen.serverNames)).toEqual(new Set(['broker.test']))
    expect(seen.serverNames.length).toBeGreaterThanOrEqual(6)
    expect(seen.errors).toEqual([])
  })

  it('is recorded as not verified without the authority', async () => {
    const { port } = await tlsBroker('info')
    expect(await resultOf(probing(), brokerAt(port))).toMatchObject({
      tls: { verified: false, error: containing('UNABLE') },
    })
  })

  it('is not blamed for an authority that is no certificate', async () => {
    const { port } = await tlsBroker('info')
    const authorities = { 'broker.test:4222': '-----BEGIN CERTIFICATE-----\nnone\n-----END CERTIFICATE-----' }
    expect(await resultOf(probing(), brokerAt(port, {}, { authorities }))).toMatchObject({
      tls: { verified: false, error: 'INVALID_AUTHORITY' },
    })
  })

  it('before INFO is still answered', async () => {
    const { port, authorities } = await tlsBroker('handshake')
    const result = await resultOf(probing(), brokerAt(port, {}, { authorities, timeoutMs: shortMs }))
    expect(result).toMatchObject({ nats: { tlsRequired: true }, tls: { verified: true } })
  })

  it('but does not speak it is answered without facts of TLS', async () => {
    const { port } = await broker({ tls: true })
    const result = await resultOf(probing(), brokerAt(port, {}, { timeoutMs: shortMs }))
    expect(result).toMatchObject({ status: 'answered', nats: { tlsRequired: true } })
    expect(result.status === 'answered' ? result.tls : 'no answer').toBeUndefined()
    expect(result).toMatchObject({ tlsError: like(/TLS handshake/) })
  })
})

describe('a port that is no Broker:', () => {
  it.each([
    ['another banner', 'SSH-2.0-OpenSSH_9.2\r\n', 'not NATS: SSH-2.0-OpenSSH_9.2'],
    ['control characters', '\u001b[31mred\u0000\u202e\r\n', 'not NATS: [31mred'],
    ['INFO without JSON', 'INFO hello\r\n', 'not NATS: INFO hello'],
    ['INFO with broken JSON', 'INFO {"version": \r\n', 'not NATS: INFO {'],
    ['INFO of another kind', 'INFO {"version":"1","auth_required":"no"}\r\n', 'not NATS: INFO {'],
    ['INFO without an end', `INFO ${'x'.repeat(70_000)}`, 'not NATS: INFO xxx'],
  ])('%s is foreign', async (_, banner, detail) => {
    const server = await tcpServer((socket) => socket.write(banner))
    const result = await resultOf(probing(), brokerAt(server.port))
    expect(result).toMatchObject({
      status: 'foreign',
      detail: containing(detail),
      connect: { samples: 0 },
    })
    expect(JSON.stringify(result).length).toBeLessThan(400)
    expect(server.connections()).toBe(1)
  })
})

describe('a Broker that is silent', () => {
  it.each([
    ['after the connect', { mode: 'silent' }],
    ['after half a line', { mode: 'half' }],
  ] as const)('%s has the reason timeout', async (_, options) => {
    const { port } = await broker(options)
    const result = await resultOf(probing(), brokerAt(port, {}, { timeoutMs: shortMs }))
    expect(result).toMatchObject({
      status: 'silent',
      why: 'timeout',
      detail: like(/^connected, no INFO/),
    })
  })

  it.each([
    ['by ending at once', 'closed', ''],
    ['by ending inside INFO', 'closed', 'INFO {"ser'],
  ])('%s has the reason %s', async (_, why, part) => {
    const { port } = await tcpServer((socket) => socket.end(part))
    expect(await resultOf(probing(), brokerAt(port))).toMatchObject({ status: 'silent', why })
  })

  it('by a reset has the reason reset', async () => {
    const { port } = await tcpServer((socket) => socket.resetAndDestroy())
    expect(await resultOf(probing(), brokerAt(port))).toMatchObject({ status: 'silent', why: 'reset' })
  })

  it('for nothing listens has the reason refused', async () => {
    expect(await resultOf(probing(), brokerAt(await closedPort()))).toMatchObject({ status: 'silent', why: 'refused' })
  })

  it('for its name has no address is unresolved', async () => {
    const asked = request([target('broker', 'gone.test', 4222)])
    expect(await resultOf(probing(), asked)).toMatchObject({ status: 'silent', why: 'unresolved' })
  })

  it('after a first answer still has what was measured', async () => {
    let met = 0
    const { port } = await tcpServer((socket) => {
      met += 1
      if (met === 1) socket.write(infoLine())
      else socket.resetAndDestroy()
    })
    const result = await resultOf(probing(), brokerAt(port))
    expect(result).toMatchObject({ status: 'answered', roundTrip: { samples: 0 }, nats: { version: '2.10.9' } })
  })
})
