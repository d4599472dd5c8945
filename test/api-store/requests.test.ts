import { gunzipSync } from 'node:zlib'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { serveSeeded, type Asked, type Served } from './served-api.ts'

let served: Served
beforeAll(async () => {
  served = await serveSeeded()
})
afterAll(() => served[Symbol.asyncDispose]())

const json = { 'Content-Type': 'application/json' }

describe('a refused request', () => {
  it.each<[status: number, name: string, path: string, init: Asked]>([
    [
      413,
      'a body beyond the limit',
      '/v1/runs',
      { method: 'POST', headers: json, body: `{"scope":"${'x'.repeat(16_384)}"}` },
    ],
    [414, 'an address beyond the limit', `/v1/findings?text=${'x'.repeat(4096)}`, {}],
    [
      415,
      'a body that is not JSON',
      '/v1/runs',
      { method: 'POST', headers: { 'Content-Type': 'text/plain' }, body: '{}' },
    ],
    [415, 'no body at all', '/v1/runs', { method: 'POST' }],
    [400, 'JSON that cannot be read', '/v1/runs', { method: 'POST', headers: json, body: '{' }],
    [422, 'an unknown field', '/v1/runs', { method: 'POST', headers: json, body: '{"fleet":true}' }],
    [422, 'a scope and a cluster', '/v1/runs', { method: 'POST', headers: json, body: '{"scope":"a","cluster":"b"}' }],
    [405, 'a method not served', '/v1/findings', { method: 'DELETE' }],
    [405, 'a method not served for one thing', '/v1/runs/x', { method: 'PUT' }],
    [405, 'OPTIONS without CORS', '/v1/runs', { method: 'OPTIONS' }],
  ])('gets %i for %s', async (status, _, path, init) => {
    const answer = await served.request(path, init)
    expect([answer.status, answer.headers.get('Content-Type')]).toEqual([status, 'application/problem+json'])
    expect(await answer.json()).toMatchObject({ status, instance: expect.stringMatching(/^urn:request:/) })
    if (status === 405) expect(answer.headers.get('Allow')).toContain('GET')
  })

  const authorized = async () => ({ ...json, Authorization: `Bearer ${await served.token(['read', 'run'])}` })

  it('gets 504 when the answer takes too long', async () => {
    const app = served.app({ limits: { timeoutMs: 20 }, starter: { start: () => new Promise(() => {}) } })
    const answer = await app.request('/v1/runs', { method: 'POST', body: '{}', headers: await authorized() })
    expect([answer.status, answer.headers.get('Content-Type')]).toEqual([504, 'application/problem+json'])
  })

  it('gets 504 without authentication when a body of unknown length never ends', async () => {
    const body = new ReadableStream({ start: (stream) => stream.enqueue(new TextEncoder().encode('{')) })
    const init = { method: 'POST', headers: { ...json, 'Transfer-Encoding': 'chunked' }, body, duplex: 'half' } as const
    const answer = await served.app({ limits: { timeoutMs: 20 } }).request('/v1/runs', init)
    expect([answer.status, answer.headers.get('Content-Type')]).toEqual([504, 'application/problem+json'])
  })

  it('gets 429 with Retry-After when too many runs wait', async () => {
    const start = () => Promise.reject(new AuditorError('usage', 'too many wait', { reason: 'throttled' }))
    const answer = await served
      .app({ starter: { start } })
      .request('/v1/runs', { method: 'POST', body: '{}', headers: await authorized() })
    expect([answer.status, answer.headers.get('Retry-After')]).toEqual([429, '30'])
  })

  it('gets 500 without the internal cause, which is logged', async () => {
    const start = () => Promise.reject(new Error('internal secret'))
    const answer = await served
      .app({ starter: { start } })
      .request('/v1/runs', { method: 'POST', body: '{}', headers: await authorized() })
    expect([answer.status, await answer.text()]).toEqual([500, expect.not.stringContaining('internal secret')])
    expect(served.lines.at(-1)).toMatchObject({ status: 500, error: 'Error: internal secret' })
  })
})

describe('the headers', () => {
  it('answer 304 to the ETag of an unchanged body only', async () => {
    const first = await served.request('/v1/findings')
    const tag = first.headers.get('ETag') ?? ''
    const again = await served.request('/v1/findings', { headers: { 'If-None-Match': tag } })
    expect([again.status, await again.text(), again.headers.get('ETag')]).toEqual([304, '', tag])
    const other = await served.request('/v1/findings?limit=1', { headers: { 'If-None-Match': tag } })
    expect([other.status, other.headers.get('Cache-Control')]).toEqual([200, 'private, no-cache'])
  })

  it('carry an ETag on a compressed body too', async () => {
    const answer = await served.request('/v1/checks', { headers: { 'Accept-Encoding': 'gzip' } })
    expect([answer.headers.get('Content-Encoding'), answer.headers.get('Vary')]).toEqual([
      'gzip',
      'Authorization, Accept-Encoding',
    ])
    const packed = Buffer.from(await answer.arrayBuffer())
    expect(JSON.parse(gunzipSync(packed).toString())).toHaveProperty('checks')
    const tag = answer.headers.get('ETag') ?? ''
    const again = await served.request('/v1/checks', { headers: { 'Accept-Encoding': 'gzip', 'If-None-Match': tag } })
    expect(again.status).toBe(304)
  })

  it('of HEAD are those of GET', async () => {
    const [get, head] = await Promise.all([
      served.request('/v1/checks'),
      served.request('/v1/checks', { method: 'HEAD' }),
    ])
    expect([head.status, head.headers.get('ETag'), await head.text()]).toEqual([200, get.headers.get('ETag'), ''])
  })

  it.each<[sent: string, echoed: boolean]>([
    ['trace-0123', true],
    ['a b', false],
    ['x'.repeat(65), false],
    ['<script>', false],
  ])('echo the request id %s only where it is harmless: %s', async (sent, echoed) => {
    const answer = await served.request('/healthz', { headers: { 'X-Request-Id': sent } })
    expect(answer.headers.get('X-Request-Id') === sent).toBe(echoed)
    expect(answer.headers.get('X-Request-Id')).toMatch(/^[\w=-]{1,64}$/)
  })

  it.each(['/v1/checks', '/docs', '/nothing', '/healthz'])(
    'of %s forbid loading anything and framing',
    async (path) => {
      const { headers } = await served.request(path)
      expect(headers.get('Content-Security-Policy')).toMatch(/^default-src 'none'; .*frame-ancestors 'none'/)
      expect(headers.get('X-Content-Type-Options')).toBe('nosniff')
      expect(headers.get('Access-Control-Allow-Origin')).toBeNull()
    },
  )

  it('allow browsers of a configured origin and no other', async () => {
    const app = served.app({ corsOrigins: ['https://dash.example.com'] })
    const preflight = (origin: string) =>
      app.request('/v1/runs', {
        method: 'OPTIONS',
        headers: { Origin: origin, 'Access-Control-Request-Method': 'GET' },
      })
    const named = await preflight('https://dash.example.com')
    expect([named.status, named.headers.get('Access-Control-Allow-Origin')]).toEqual([204, 'https://dash.example.com'])
    expect((await preflight('https://evil.example.com')).headers.get('Access-Control-Allow-Origin')).toBeNull()
  })

  it('of a 304 carry the request id and the allowed origin', async () => {
    const app = served.app({ corsOrigins: ['https://dash.example.com'] })
    const headers = { Authorization: `Bearer ${await served.token(['read'])}`, Origin: 'https://dash.example.com' }
    const tag = (await app.request('/v1/checks', { headers })).headers.get('ETag') ?? ''
    const again = await app.request('/v1/checks', {
      headers: { ...headers, 'If-None-Match': tag, 'X-Request-Id': 'a' },
    })
    expect([again.status, again.headers.get('X-Request-Id'), again.headers.get('Access-Control-Allow-Origin')]).toEqual(
      [304, 'a', 'https://dash.example.com'],
    )
  })

  it('answer no 304 to a caller that may not read', async () => {
    const tag = (await served.request('/v1/checks')).headers.get('ETag') ?? ''
    for (const match of [tag, '*']) {
      const headers = { 'If-None-Match': match, 'X-Request-Id': 'same' }
      const statuses = [undefined, `Bearer ${await served.token(['run'])}`].map(async (authorization) => {
        const proof = authorization === undefined ? {} : { Authorization: authorization }
        return (await served.app().request('/v1/checks', { headers: { ...headers, ...proof } })).status
      })
      expect(await Promise.all(statuses)).toEqual([401, 403])
    }
  })
})

describe('a request for a run', () => {
  const start = (body: object): Promise<Response> =>
    served.request('/v1/runs', { method: 'POST', headers: json, body: JSON.stringify(body) })

  it.each<[body: object, selection: object]>([
    [{}, { scopes: [], clusters: [] }],
    [{ scope: 'aws:111122223333:eu-west-1' }, { scopes: ['aws:111122223333:eu-west-1'], clusters: [] }],
    [{ scope: 'scope-of-aks' }, { scopes: ['scope-of-aks'], clusters: [] }],
    [{ cluster: 'eks:eu-west-1/payments' }, { scopes: [], clusters: ['eks:eu-west-1/payments'] }],
  ])('of %j is accepted', async (request, selection) => {
    const answer = await start(request)
    const body: unknown = await answer.json()
    const last = served.started.at(-1)
    expect([answer.status, answer.headers.get('Location')]).toEqual([202, `/v1/runs/${last?.run}`])
    expect(last?.run).toMatch(/^20260228T120000Z-[0-9a-f]{7}$/)
    expect([body, last?.selection]).toEqual([
      { run: last?.run, selection, state: 'started', links: { self: `/v1/runs/${last?.run}` } },
      selection,
    ])
  })

  it.each<[body: object, remedy: string]>([
    [{ cluster: 'eks:eu-west-1/payment' }, 'did you mean eks:eu-west-1/payments?'],
    [{ scope: 'aws:111122223333:eu-west-2' }, 'did you mean aws:111122223333:eu-west-1?'],
  ])('of %j is refused: it names nothing in this fleet', async (body, remedy) => {
    const before = served.started.length
    const answer = await start(body)
    expect([answer.status, await answer.json()]).toMatchObject([422, { remedy }])
    expect(served.started.length).toBe(before)
  })
})
