import { startBroker } from '@fleet-auditor/simulator/broker.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { containing } from '../matching.ts'
import { brokerAt, idle, probing, request, resultOf, shortMs, target } from './requests.ts'
import { tcpServer } from './tcp-servers.ts'

let broker: Awaited<ReturnType<typeof startBroker>>
beforeAll(async () => void (broker = await startBroker()))
afterAll(() => broker.close())

const special = [
  ['loopback', '127.0.0.1'],
  ['loopback', '::1'],
  ['loopback', '::ffff:127.0.0.1'],
  ['link-local', '169.254.1.1'],
  ['metadata', '169.254.169.254'],
  ['metadata', '64:ff9b::a9fe:a9fe'],
  ['metadata', 'fd00:ec2::254'],
  ['unspecified', '0.0.0.0'],
  ['private', '10.0.0.1'],
  ['private', 'fd12::1'],
  ['carrier-grade-nat', '100.64.0.1'],
  ['multicast', '224.0.0.1'],
  ['broadcast', '255.255.255.255'],
  ['documentation', '192.0.2.1'],
  ['benchmark', '198.18.0.1'],
  ['transition', '2002:7f00:1::'],
  ['reserved', '240.0.0.1'],
  ['malformed', '127.1'],
] as const

describe('a name is judged by what it leads to:', () => {
  const asked = (resolve: Record<string, string[]>, allow: string[] = []) =>
    request([target('broker', 'a.test', 4222)], { resolve, allow })

  it.each(special)('%s: by `resolve` to %s', async (rule, address) => {
    const result = await resultOf(probing(), asked({ 'a.test': [address] }))
    expect(result).toMatchObject({ status: 'not-dialled', rule, detail: containing('a.test:4222') })
  })

  it.each(special)('%s: by DNS to %s', async (rule, address) => {
    expect(await resultOf(probing({ 'a.test': [address] }), asked({}))).toMatchObject({ rule })
  })

  it.each(special)('%s: beside a public address, %s forbids both', async (rule, address) => {
    const [observation] = await probing({ 'a.test': ['8.8.8.8', address] })(asked({}), idle())
    expect(observation).toMatchObject({ addresses: ['8.8.8.8', address], result: { status: 'not-dialled', rule } })
  })

  it.each(special)('%s: by `connectTo` to %s', async (rule, address) => {
    const connectTo = { 'a.test:4222': `${address.includes(':') ? `[${address}]` : address}:4222` }
    const asking = request([target('broker', 'a.test', 4222)], { connectTo, allow: [] })
    const names = { '127.1': ['127.1'] }
    expect(await resultOf(probing(names), asking)).toMatchObject({ status: 'not-dialled', rule })
  })

  it.each(['2130706433', '0x7f.1', 'LOCALHOST', 'localhost.'])('a spelling of loopback: %s', async (host) => {
    const lookup = async () => ['127.0.0.1']
    const asking = request([target('broker', host, 4222)], { allow: [] })
    expect(await resultOf(probing({}, { lookup }), asking)).toMatchObject({ rule: 'loopback' })
  })
})

describe('a name is resolved once', () => {
  it('and only the address that was judged is dialled, whatever DNS answers next', async () => {
    const answers = [['127.0.0.1'], ['169.254.169.254'], ['10.0.0.1']]
    let asked = 0
    const lookup = async () => answers[asked++] ?? []
    const connectTo = { 'a.test:4222': `again.test:${broker.port}` }
    const [observation] = await probing({}, { lookup })(
      request([target('broker', 'a.test', 4222)], { connectTo }),
      idle(),
    )
    expect(observation).toMatchObject({ addresses: ['127.0.0.1'], result: { status: 'answered' } })
    expect(asked).toBe(1)
  })

  it('and not at all where `resolve`, an address, or a refused port settles it', async () => {
    const lookup = async () => {
      throw new Error('asked')
    }
    const targets = [
      target('broker', 'A.test.', 4222),
      target('broker', '10.0.0.1', 4222),
      target('broker', 'b.test', 22),
    ]
    const seen = await probing({}, { lookup })(request(targets, { resolve: { 'a.test': ['10.0.0.1'] } }), idle())
    expect(seen.map(({ result }) => ('rule' in result ? result.rule : result))).toEqual(['private', 'private', 'port'])
  })

  it.each([
    ['an empty host', ''],
    ['a path', 'a.test/x'],
    ['an option', '-oProxy'],
    ['a line break', 'a\n.test'],
    ['a NUL', 'a\u0000.test'],
    ['an endless name', 'a'.repeat(300)],
  ])('but not where the host is %s', async (_, host) => {
    const lookup = async () => ['8.8.8.8']
    const asked = request([target('broker', host, 4222)], {}, { timeoutMs: shortMs })
    expect(await resultOf(probing({}, { lookup }), asked)).toMatchObject({ status: 'silent', why: 'unresolved' })
  })

  it('and not waited for beyond the deadline', async () => {
    const lookup = () => new Promise<string[]>(() => undefined)
    const asked = request([target('broker', 'a.test', 4222)], {}, { timeoutMs: shortMs })
    expect(await resultOf(probing({}, { lookup }), asked)).toMatchObject({ status: 'silent', why: 'unresolved' })
  })
})

describe('a connection goes', () => {
  it('to the port of `connectTo`, though targets may not name it', async () => {
    expect(await resultOf(probing(), brokerAt(broker.port))).toMatchObject({ status: 'answered' })
  })

  it('to the name of `connectTo`, which `resolve` answers', async () => {
    const vantage = { connectTo: { 'Broker.test:4222': `b.test:${broker.port}` }, resolve: { 'B.test': ['127.0.0.1'] } }
    const [observation] = await probing()(brokerAt(0, vantage), idle())
    expect(observation).toMatchObject({ addresses: ['127.0.0.1'], result: { status: 'answered' } })
  })

  it('to loopback for a loopback cluster, without an `allow`', async () => {
    const asked = brokerAt(broker.port, { allow: [] }, { loopbackCluster: true })
    expect(await resultOf(probing(), asked)).toMatchObject({ status: 'answered' })
  })

  it('to the next address where there is no route to the first', async () => {
    // The all-ones address is special by rule and unroutable to a TCP socket on every system.
    const names = { 'b.test': ['255.255.255.255', '127.0.0.1'] }
    const vantage = { connectTo: { 'broker.test:4222': `b.test:${broker.port}` }, allow: ['0.0.0.0/0'] }
    const [observation] = await probing(names)(brokerAt(0, vantage), idle())
    expect(observation).toMatchObject({ addresses: ['127.0.0.1', '255.255.255.255'], result: { status: 'answered' } })
  })

  it('to the first address alone where it answers in any way', async () => {
    const server = await tcpServer((socket) => socket.end('SSH-2.0-x\r\n'))
    const names = { 'b.test': ['127.0.0.1', '127.0.0.2'] }
    const vantage = { connectTo: { 'broker.test:4222': `b.test:${server.port}` } }
    expect(await resultOf(probing(names), brokerAt(0, vantage))).toMatchObject({ status: 'foreign' })
    expect(server.connections()).toBe(1)
  })
})
