import { connect, type Socket } from 'node:net'
import { startMonitoring } from '@fleet-auditor/simulator/broker-monitoring.ts'
import { startBroker, type BrokerOptions } from '@fleet-auditor/simulator/broker.ts'
import { describe, expect, it, vi } from 'vitest'

const dial = (port: number): Promise<Socket> =>
  new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => resolve(socket))
    socket.on('error', reject)
  })

const nextData = (socket: Socket): Promise<string> =>
  new Promise((resolve) => socket.once('data', (data) => resolve(data.toString())))

const infoOf = async (options: BrokerOptions): Promise<Record<string, unknown>> => {
  const broker = await startBroker(options)
  const socket = await dial(broker.port)
  const line = await nextData(socket)
  socket.destroy()
  await broker.close()
  expect(line).toMatch(/^INFO \{.*\} \r\n$/)
  return JSON.parse(line.slice(5)) as Record<string, unknown> // fields are asserted by each test
}

const always =
  'server_id server_name version proto git_commit go host port headers max_payload client_id client_ip api_lvl xkey'

describe('broker', () => {
  it.each<[string, BrokerOptions, readonly string[]]>([
    ['plain', {}, []],
    ['token', { auth: true }, ['auth_required']],
    ['tls', { tls: true }, ['tls_required']],
    ['false is absent', { auth: false, tls: false }, []],
  ])('INFO of %s', async (_name, options, added) => {
    expect(Object.keys(await infoOf(options)).sort()).toEqual([...always.split(' '), ...added].sort())
  })

  it('answers PING with PONG, and counts a connection ended with FIN', async () => {
    const broker = await startBroker()
    const socket = await dial(broker.port)
    await nextData(socket)
    socket.write('PING\r\n')
    expect(await nextData(socket)).toBe('PONG\r\n')
    socket.end()
    await vi.waitFor(() => expect(broker.closings()).toEqual({ polite: 1, rude: 0 }))
    expect(broker.connections()).toBe(1)
    await broker.close()
  })

  it('counts a connection broken off', async () => {
    const broker = await startBroker()
    const socket = await dial(broker.port)
    await nextData(socket)
    socket.resetAndDestroy()
    await vi.waitFor(() => expect(broker.closings()).toEqual({ polite: 0, rude: 1 }))
    await broker.close()
  })

  it('refuses commands without credentials where it wants them', async () => {
    const broker = await startBroker({ auth: true })
    const socket = await dial(broker.port)
    await nextData(socket)
    socket.write('CONNECT {"verbose":false}\r\n')
    expect(await nextData(socket)).toBe("-ERR 'Authorization Violation'\r\n")
    await broker.close()
  })

  it.each([
    ['garbage', /^SSH/],
    ['half', /^INFO \{[^}]*$/],
  ] as const)('speaks %s', async (mode, expected) => {
    const broker = await startBroker({ mode })
    expect(await nextData(await dial(broker.port))).toMatch(expected)
    await broker.close()
  })
})

describe('monitoring', () => {
  it.each([
    [{}, '/healthz', 200, { status: 'ok' }],
    [{ healthy: false }, '/healthz', 503, { status: 'unavailable' }],
    [{}, '/varz', 200, { version: '2.14.2', server_name: 'meshery-nats-0' }],
  ])('with %j answers %s with %i', async (options, path, status, body) => {
    const monitoring = await startMonitoring(options)
    const reply = await fetch(`http://127.0.0.1:${monitoring.port}${path}`)
    expect([reply.status, await reply.json()]).toMatchObject([status, body])
    await monitoring.close()
  })
})
