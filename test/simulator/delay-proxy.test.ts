import { connect } from 'node:net'
import { startBroker } from '@fleet-auditor/simulator/broker.ts'
import { startDelayProxy } from '@fleet-auditor/simulator/delay-proxy.ts'
import { lazyNodes } from '@fleet-auditor/simulator/meshery/nodes.ts'
import { describe, expect, it } from 'vitest'
import { ask, json, type ListBody } from './ask.ts'
import { startCluster } from './cluster.ts'

describe('delay proxy', () => {
  it('carries a large answer whole, TLS untouched', async () => {
    const cluster = await startCluster([], { lazy: [lazyNodes('eks', 40)] })
    const proxy = await startDelayProxy({ target: cluster.port, rttMs: 4 })
    const far = { url: `https://127.0.0.1:${proxy.port}`, caPem: cluster.caPem }
    const body = json<ListBody>(await ask(far, '/api/v1/nodes', { token: 'admin' }))
    expect(body.items).toHaveLength(40)
    expect(proxy.bytesDown()).toBeGreaterThan(200_000)
    expect(proxy.connections()).toBe(1)
    await proxy.close()
    await cluster.close()
  })

  it('lets the server speak first', async () => {
    const broker = await startBroker()
    const proxy = await startDelayProxy({ target: broker.port, rttMs: 4 })
    const socket = connect(proxy.port, '127.0.0.1')
    const line = await new Promise<string>((resolve) => socket.once('data', (data) => resolve(data.toString())))
    expect(line).toMatch(/^INFO /)
    socket.destroy()
    await proxy.close()
    await broker.close()
  })
})
