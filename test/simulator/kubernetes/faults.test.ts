import type { Fault, Misbehaviour } from '@fleet-auditor/simulator/kubernetes/fault.ts'
import { nodes } from '@fleet-auditor/simulator/meshery/nodes.ts'
import { describe, expect, it } from 'vitest'
import { ask, askOverHttp1, json, type ListBody } from '../ask.ts'
import { startCluster } from '../cluster.ts'

const withFault = async <T>(
  behave: Misbehaviour,
  act: (cluster: Awaited<ReturnType<typeof startCluster>>) => Promise<T>,
  more: Partial<Fault> = {},
): Promise<T> => {
  const cluster = await startCluster(nodes('eks', 3), { faults: [{ match: { path: '/nodes' }, behave, ...more }] })
  try {
    return await act(cluster)
  } finally {
    await cluster.close()
  }
}

const ways = [
  ['HTTP/2', ask],
  ['HTTP/1.1', askOverHttp1],
] as const

describe.each(ways)('faults over %s', (_name, way) => {
  const get = (cluster: Parameters<typeof way>[0], path = '/api/v1/nodes') => way(cluster, path, { token: 'admin' })

  it('answers a status with Retry-After, so many times', async () => {
    const behave = { kind: 'status', code: 429, retryAfter: 1 } as const
    const replies = await withFault(behave, async (cluster) => [await get(cluster), await get(cluster)], { times: 1 })
    expect(replies.map((reply) => reply.status)).toEqual([429, 200])
    expect(replies[0]?.headers['retry-after']).toBe('1')
  })

  it('answers HTML', async () => {
    const reply = await withFault({ kind: 'garbage' }, (cluster) => get(cluster))
    expect([reply.status, reply.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8'])
  })

  it('redirects', async () => {
    const reply = await withFault({ kind: 'redirect', to: 'https://elsewhere.example.com/' }, (cluster) => get(cluster))
    expect([reply.status, reply.headers['location']]).toEqual([302, 'https://elsewhere.example.com/'])
  })

  it('ends the body in the middle', async () => {
    const reply = await withFault({ kind: 'truncated' }, (cluster) => get(cluster))
    expect(() => json(reply)).toThrow(SyntaxError)
  })

  it('breaks off in the middle', async () => {
    await withFault({ kind: 'truncated', abrupt: true }, (cluster) => expect(get(cluster)).rejects.toThrow())
  })

  it('resets the connection', async () => {
    await withFault({ kind: 'reset' }, (cluster) => expect(get(cluster)).rejects.toThrow())
  })

  it('drips to the end', async () => {
    const reply = await withFault({ kind: 'drip', bytesPerSecond: 200_000 }, (cluster) => get(cluster))
    expect(json<ListBody>(reply).items).toHaveLength(3)
  })

  it('never moves on with endless-continue', async () => {
    const [first, second] = await withFault({ kind: 'endless-continue' }, async (cluster) => {
      const one = json<ListBody>(await get(cluster, '/api/v1/nodes?limit=1'))
      return [one, json<ListBody>(await get(cluster, `/api/v1/nodes?limit=1&continue=${one.metadata.continue ?? ''}`))]
    })
    expect(first?.metadata.continue).toBeTruthy()
    expect(second).toEqual(first)
  })

  it('sends as many bytes as asked', async () => {
    const reply = await withFault({ kind: 'huge', bytes: 1_000_000 }, (cluster) => get(cluster))
    expect(reply.raw.length).toBeGreaterThan(1_000_000)
  })

  it('hangs until closed, and leaves other paths alone', async () => {
    await withFault({ kind: 'hang' }, async (cluster) => {
      const hanging = expect(get(cluster)).rejects.toThrow()
      expect((await get(cluster, '/version')).status).toBe(200)
      await cluster.close()
      await hanging
    })
  })

  it('delays, then answers', async () => {
    expect((await withFault({ kind: 'delay', ms: 5 }, (cluster) => get(cluster))).status).toBe(200)
  })
})

it('matches verbs', async () => {
  const fault: Fault = { match: { verb: 'get' }, behave: { kind: 'status', code: 503 } }
  const cluster = await startCluster([], { faults: [fault] })
  const statusOf = async (path: string) => (await ask(cluster, path, { token: 'admin' })).status
  expect([await statusOf('/api/v1/namespaces'), await statusOf('/api/v1/namespaces/default')]).toEqual([200, 503])
  await cluster.close()
})
