import { createCollector } from '@fleet-auditor/adapters/kubernetes/collector.ts'
import { startDelayProxy } from '@fleet-auditor/simulator/delay-proxy.ts'
import { healthyInstall, modernInstall, serverOnly } from '@fleet-auditor/simulator/meshery/installs.ts'
import { lazyNodes } from '@fleet-auditor/simulator/meshery/nodes.ts'
import { describe, expect, it } from 'vitest'
import { accessTo, clock, collectFrom, failuresOf, plan, startCluster } from './collect-from.ts'

describe('the cost of a collection:', () => {
  it.each([
    { name: 'modern', objects: modernInstall(), provider: 'kubeconfig' as const, rounds: 3 },
    { name: 'modern, tuned', objects: healthyInstall(), provider: 'eks' as const, rounds: 3 },
    { name: 'Server alone', objects: serverOnly(), provider: 'eks' as const, rounds: 2 },
    // The second one looks at the workloads of the namespace meshery, whatever their labels.
    { name: 'empty', objects: [], provider: 'eks' as const, rounds: 2 },
  ])('$name: at most 26 reads, 8 reviews, 120 KB, one connection', async ({ objects, provider, rounds }) => {
    const { collection, api } = await collectFrom({ objects, plan: { provider } })
    const { reads, reviews, bytes } = collection.counters
    expect(reads).toBeLessThanOrEqual(26)
    expect(reviews).toBeLessThanOrEqual(8)
    expect(bytes).toBeLessThanOrEqual(120_000)
    expect(collection.counters.rounds).toBe(rounds)
    expect(api.connections()).toBe(1)
    const asked = api.requests()
    expect(asked.filter(({ method }) => method === 'GET').length).toBe(reads)
    expect(asked.filter(({ method }) => method === 'POST').length).toBe(reviews)
    expect(asked.reduce((sum, request) => sum + (request.bytes ?? 0), 0)).toBe(bytes)
  })

  it('reads only: get, list and reviews; nothing of Secrets', async () => {
    const { api } = await collectFrom({ objects: modernInstall(), plan: { provider: 'kubeconfig' } })
    const asked = api.requests()
    expect(new Set(asked.map(({ verb }) => verb))).toEqual(new Set(['get', 'list', 'create']))
    const created = asked.filter(({ verb }) => verb === 'create').map(({ resource }) => resource)
    expect(new Set(created)).toEqual(new Set(['subjectaccessreviews']))
    expect(asked.filter(({ path }) => path.includes('secret'))).toEqual([])
  })

  it('opens one connection to a server far away too', async () => {
    const api = await startCluster({ objects: modernInstall() })
    const far = await startDelayProxy({ target: api.port, rttMs: 40 })
    const access = { ...accessTo(api), server: `https://127.0.0.1:${far.port}` }
    const { sections } = await createCollector({ clock }).collect(access, plan, new AbortController().signal)
    await far.close()
    await api.close()
    expect(failuresOf(sections)).toEqual({})
    expect(far.connections()).toBe(1)
  })

  it('five thousand nodes come as table pages, 300 bytes or less each', async () => {
    const { collection, sections } = await collectFrom({ lazy: [lazyNodes('aks', 5000)] })
    expect(sections.nodes).toMatchObject({ value: { count: 5002 } })
    expect(collection.counters.bytes).toBeLessThan(5000 * 300 + 60_000)
  })
})
