import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { now } from './seeded-store.ts'
import { serveSeeded, type Asked, type Served } from './served-api.ts'

let served: Served
let good: string
beforeAll(async () => {
  served = await serveSeeded()
  good = await served.token(['read'])
})
afterAll(() => served[Symbol.asyncDispose]())

const swap = (token: string): string => `${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`
const asked = async (path: string, authorization: string | undefined, init: Asked = {}): Promise<Response> =>
  served.app().request(path, {
    ...init,
    headers: { ...init.headers, ...(authorization === undefined ? {} : { Authorization: authorization }) },
  })

const guarded = ['/v1/runs', '/v1/runs/x', '/v1/clusters', '/v1/clusters/a/b', '/v1/findings', '/v1/findings/x']
const alsoGuarded = ['/v1/checks', '/v1/checks/x', '/v1/latency', '/v1/summary', '/metrics', '/v1/nothing']

describe('a request without authentication', () => {
  it.each([...guarded, ...alsoGuarded])('gets nothing from %s', async (path) => {
    for (const method of ['GET', 'HEAD', 'POST', 'DELETE']) {
      const answer = await asked(path, undefined, { method, headers: { 'Content-Type': 'application/json' } })
      expect([method, answer.status, answer.headers.get('WWW-Authenticate')]).toEqual([
        method,
        401,
        'Bearer realm="fleet-auditor"',
      ])
      expect(answer.headers.get('Cache-Control')).toBe('no-store')
    }
  })

  it.each(['/healthz', '/readyz', '/openapi.json', '/docs'])(
    'gets %s, which reveals nothing of the fleet',
    async (path) => {
      const answer = await asked(path, undefined)
      expect(answer.status).toBe(200)
      expect(await answer.text()).not.toMatch(/payments|20260228T020000Z/)
    },
  )

  const foreign = [
    ['an empty header', ''],
    ['another scheme', 'Basic dXNlcjpwYXNz'],
    ['no token of ours', 'Bearer abc'],
    ['a JWT', `Bearer ${['eyJhbGciOiJSUzI1NiJ9', 'eyJzdWIiOiJwIn0', 'c2ln'].join('.')}`],
  ] as const

  it.each(foreign)('gets readiness from /readyz, and no run, when it sends %s', async (_, header) => {
    const answer = await asked('/readyz', header)
    expect([answer.status, await answer.json()]).toEqual([200, { ok: true }])
  })

  it.each(foreign)('is refused where a token is required when it sends %s', async (_, header) => {
    for (const path of ['/v1/runs', '/metrics']) expect((await asked(path, header)).status).toBe(401)
  })

  it.each<[name: string, authorization: () => string | Promise<string>]>([
    ['a wrong secret', () => `Bearer ${swap(good)}`],
    ['an unknown id', () => `Bearer fa_000000000000_${good.slice(16)}`],
    ['an expired token', async () => `Bearer ${await served.token(['read'], '2026-02-28T11:59:59.999Z')}`],
    [
      'a revoked token',
      async () => {
        const token = await served.token(['read'])
        await served.store.tokens.revoke(token.split('_')[1] ?? '')
        return `Bearer ${token}`
      },
    ],
  ])('is refused in one way when it sends %s', async (_, authorization) => {
    const header = await authorization()
    for (const path of ['/v1/runs', '/readyz', '/metrics']) {
      const answer = await asked(path, header)
      expect([path, answer.status]).toEqual([path, 401])
      expect(await answer.json()).toMatchObject({ title: 'Authentication required', status: 401 })
    }
  })
})

describe('a token', () => {
  it.each<[scopes: 'read' | 'run' | 'write', method: string, path: string, status: number]>([
    ['read', 'GET', '/v1/runs', 200],
    ['read', 'GET', '/metrics', 200],
    ['read', 'POST', '/v1/runs', 403],
    ['run', 'GET', '/v1/runs', 403],
    ['run', 'GET', '/metrics', 403],
    ['write', 'GET', '/v1/findings', 403],
    ['run', 'POST', '/v1/runs', 202],
  ])('of scope %s gets for %s %s the status %i', async (scope, method, path, status) => {
    const body = method === 'POST' ? { body: '{}', headers: { 'Content-Type': 'application/json' } } : {}
    const answer = await asked(path, `Bearer ${await served.token([scope])}`, { method, ...body })
    expect(answer.status).toBe(status)
    if (status === 403) expect(answer.headers.get('WWW-Authenticate')).toContain('error="insufficient_scope"')
  })

  it('shows in /readyz how the last run ended', async () => {
    expect(await (await asked('/readyz', `Bearer ${good}`)).json()).toMatchObject({
      ok: true,
      lastRun: { state: 'incomplete', ageSeconds: 35_700 },
    })
  })

  it('records the day of its last use', async () => {
    const token = await served.token(['read'])
    const id = token.split('_')[1] ?? ''
    const stored = await served.store.tokens.find(id)
    expect(stored).toBeDefined()
    expect(stored?.lastUsedOn).toBeUndefined()
    await asked('/v1/checks', `Bearer ${token}`)
    expect((await served.store.tokens.find(id))?.lastUsedOn).toBe(now.slice(0, 10))
  })

  it('never appears in the log', async () => {
    await asked('/v1/checks', `Bearer ${good}`)
    expect(served.lines.at(-1)).toMatchObject({ path: '/v1/checks' })
    expect(JSON.stringify(served.lines)).not.toContain(good.slice(16))
  })
})

describe('a caller authenticated by the way in', () => {
  it.each<[scopes: readonly ('read' | 'run')[], status: number]>([
    [['read'], 200],
    [[], 403],
  ])('with scopes %j gets the status %i', async (scopes, status) => {
    const app = served.app({ trustedIdentity: () => ({ name: 'ann', scopes }) })
    expect((await app.request('/v1/summary')).status).toBe(status)
  })

  it('still needs a token when the way in authenticated no one', async () => {
    const app = served.app({ trustedIdentity: () => undefined })
    expect((await app.request('/v1/summary')).status).toBe(401)
  })
})
