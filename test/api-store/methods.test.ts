import { apiDocument } from '@fleet-auditor/api/api-document.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { serveSeeded, type Served } from './served-api.ts'

let served: Served
beforeAll(async () => {
  served = await serveSeeded()
})
afterAll(() => served[Symbol.asyncDispose]())

/** An address that each path of the description is served at. */
const addresses = Object.entries(apiDocument().paths ?? {}).map(([path, item]) => {
  const methods = Object.keys(item ?? {}).map((method) => method.toUpperCase())
  return [path.replaceAll(/\{\w+\}/g, 'x'), methods] as const
})
const readable = addresses.filter(([, methods]) => methods.includes('GET')).map(([path]) => path)

it('is asked of every path', () => {
  expect(readable.length).toBeGreaterThan(14)
})

describe('HEAD', () => {
  it.each(readable)('of %s answers as GET does, without a body', async (path) => {
    const [get, head] = await Promise.all([served.request(path), served.request(path, { method: 'HEAD' })])
    const shown = ({ status, headers }: Response) => [
      status,
      ...['Content-Type', 'Cache-Control', 'ETag', 'Content-Security-Policy'].map((name) => headers.get(name)),
    ]
    // the tag of a problem is none, and its instance is the request's own
    expect(shown(head)).toEqual(shown(get))
    expect(await head.text()).toBe('')
  })
})

describe.each(['OPTIONS', 'PUT', 'PATCH', 'DELETE', 'TRACE', 'PROPFIND'])('%s', (method) => {
  it.each(addresses)('of %s is refused with the methods that it has: %j', async (path, methods) => {
    const request = new Request(`http://localhost${path}`, { headers: await authorization() })
    // Request itself refuses TRACE
    Object.defineProperty(request, 'method', { value: method })
    const answer = await served.app().request(request)
    const allowed = methods.includes('GET') ? [...methods, 'HEAD'] : methods
    expect([answer.status, answer.headers.get('Allow')?.split(', ')]).toEqual([405, [...allowed].toSorted()])
    expect(answer.headers.get('Content-Type')).toBe('application/problem+json')
  })
})

let bearer: string | undefined
async function authorization(): Promise<Record<string, string>> {
  bearer ??= await served.token(['read', 'run'])
  return { Authorization: `Bearer ${bearer}` }
}
