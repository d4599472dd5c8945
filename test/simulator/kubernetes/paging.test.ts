import { lazyNodes } from '@fleet-auditor/simulator/meshery/nodes.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ask, json, type ListBody } from '../ask.ts'
import { startCluster } from '../cluster.ts'

let cluster: Awaited<ReturnType<typeof startCluster>>

beforeAll(async () => {
  cluster = await startCluster([], {
    lazy: [lazyNodes('aks', 5000, { images: 2 })],
    faults: [{ match: { path: 'allowWatchBookmarks' }, behave: { kind: 'expired' } }],
  })
})
afterAll(() => cluster.close())

const page = async (query: string) => json<ListBody>(await ask(cluster, `/api/v1/nodes?${query}`, { token: 'admin' }))

describe('paging', () => {
  it('walks a large list to its end, each object once', async () => {
    const seen: string[] = []
    const remaining: (number | undefined)[] = []
    let token = ''
    do {
      const body = await page(`limit=1300&continue=${token}`)
      seen.push(...body.items.map((item) => item.metadata.name))
      remaining.push(body.metadata.remainingItemCount)
      token = body.metadata.continue ?? ''
    } while (token)
    expect(new Set(seen).size).toBe(5000)
    expect(remaining).toEqual([3700, 2400, 1100, undefined])
  })

  it('leaves the remaining count out where a selector makes it unknown', async () => {
    const body = await page('limit=1&labelSelector=kubernetes.io/os')
    expect(body.metadata.continue).toBeTruthy()
    expect(body.metadata.remainingItemCount).toBeUndefined()
  })

  it('refuses a token that is none', async () => {
    expect((await ask(cluster, '/api/v1/nodes?continue=garbage', { token: 'admin' })).status).toBe(400)
  })

  it('answers 410 with a token that continues without consistency', async () => {
    const first = await page('limit=4990')
    const path = `/api/v1/nodes?allowWatchBookmarks=1&limit=4990&continue=${first.metadata.continue ?? ''}`
    const gone = await ask(cluster, path, { token: 'admin' })
    const status = json<{ code: number; reason: string; metadata: { continue: string } }>(gone)
    expect([status.code, status.reason]).toEqual([410, 'Expired'])
    const rest = await page(`allowWatchBookmarks=1&limit=4990&continue=${status.metadata.continue}`)
    expect(rest.items).toHaveLength(10)
  })
})
