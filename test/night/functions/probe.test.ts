import { createServer } from 'node:net'
import { startBroker } from '@fleet-auditor/simulator/broker.ts'
import { listenOnLoopback } from '@fleet-auditor/simulator/loopback.ts'
import { describe, expect, it, onTestFinished } from 'vitest'
import { coldHandler } from '../../functions/cold-handler.ts'
import { deploy, invocation } from './fleet-file.ts'

const handler = coldHandler(() => import('../../../functions/probe.ts'))

const run = '20261121T020000Z-9c56cc51'
const target = { kind: 'broker', host: 'broker.example', port: 4222 }
const event = { run, vantage: 'beside', targets: [target], authorities: {}, timeoutMs: 2000 }

async function deployBeside(vantage: object = {}): Promise<void> {
  const broker = await startBroker()
  onTestFinished(() => broker.close())
  const connectTo = { 'broker.example:4222': `127.0.0.1:${broker.port}` }
  const beside = { name: 'beside', kind: 'lambda', region: 'eu-west-1', allow: ['127.0.0.0/8'], connectTo, ...vantage }
  deploy({ vantages: [beside, { name: 'laptop', kind: 'local' }] })
}

const resultOf = async (asked: object = event) => (await handler(asked, invocation)).observations[0]?.result

describe('the probe function', () => {
  it('probes by the rules of its own fleet file', async () => {
    await deployBeside()
    const { observations } = await handler(event, invocation)
    expect(observations).toMatchObject([{ vantage: 'beside', target, result: { status: 'answered' } }])
  })

  it('dials no special address that its own file does not allow, whatever the caller asks', async () => {
    await deployBeside({ allow: [] })
    const asked = { ...event, allow: ['127.0.0.0/8'], loopbackCluster: true }
    expect(await resultOf(asked)).toMatchObject({ status: 'not-dialled', rule: 'loopback' })
  })

  it.each([
    ['cloud metadata', { ...target, host: '169.254.169.254' }],
    ['a translated address of it', { ...target, host: '64:ff9b::a9fe:a9fe' }],
    ['a private address', { ...target, host: '10.0.0.1' }],
    ['a port of no Broker', { ...target, port: 22 }],
    ['a control target that it does not declare', { kind: 'control', host: 'broker.example', port: 443 }],
  ])('refuses %s', async (_, other) => {
    await deployBeside()
    expect(await resultOf({ ...event, targets: [other] })).toMatchObject({ status: 'not-dialled' })
  })

  it.each([
    ['an unknown vantage', { ...event, vantage: 'elsewhere' }, 'event.vantage'],
    ['a vantage of a person’s machine', { ...event, vantage: 'laptop' }, 'event.vantage'],
    ['more than 20 targets', { ...event, targets: Array.from({ length: 21 }, () => target) }, 'event.targets'],
    ['a minute for one', { ...event, timeoutMs: 60_000 }, 'event.timeoutMs'],
  ])('refuses %s', async (_, asked, place) => {
    await deployBeside()
    await expect(handler(asked, invocation)).rejects.toMatchObject({ code: 'usage', details: { place } })
  })

  it('refuses to stand for a vantage in another region', async () => {
    await deployBeside({ region: 'us-east-1' })
    await expect(handler(event, invocation)).rejects.toMatchObject({ code: 'usage' })
  })

  it('ends before its own time is over', async () => {
    const mute = await listenOnLoopback(createServer((socket) => socket.resume()))
    onTestFinished(() => mute.close())
    await deployBeside({ connectTo: { 'broker.example:4222': `127.0.0.1:${mute.port}` } })
    const late = { getRemainingTimeInMillis: () => 15_100 }
    const { observations } = await handler(event, late)
    expect(observations[0]?.result).toMatchObject({ status: 'not-dialled', rule: 'cancelled' })
  })
})
