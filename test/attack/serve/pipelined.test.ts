import { once } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'
import { createRefusal } from '@fleet-auditor/api/http/refusal.ts'
import { listen, type Listening } from '@fleet-auditor/cli/serve/http.ts'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openSocket } from './raw-client.ts'

const piece = 'x'.repeat(1024)
const pieces = 8
const lines: object[] = []
let server: Listening

/** An answer whose head comes late and whose body comes in pieces. */
async function slow(): Promise<Response> {
  await delay(50)
  let sent = 0
  const pull = async (stream: ReadableStreamDefaultController<Uint8Array>) => {
    if (sent++ === pieces) return stream.close()
    await delay(20)
    stream.enqueue(new TextEncoder().encode(piece))
  }
  return new Response(new ReadableStream({ pull }))
}

beforeAll(async () => {
  const log = (line: object) => void lines.push(line)
  const fetch = ({ url }: Request) => (url.endsWith('/broken') ? Promise.reject(new Error('it broke')) : slow())
  const refuse = createRefusal({ random: (bytes) => new Uint8Array(bytes), log })
  server = await listen({ app: { fetch }, refuse, log }, { host: '127.0.0.1', port: 0 })
})
afterAll(() => server.close(0))
beforeEach(() => void lines.splice(0))

/** All that comes until the server closes. */
async function answersTo(...parts: readonly string[]): Promise<string> {
  const socket = await openSocket(server.url)
  const chunks: Buffer[] = []
  const ended = once(socket, 'end')
  socket.on('data', (chunk: Buffer) => chunks.push(chunk))
  for (const part of parts) {
    socket.write(part)
    await delay(100)
  }
  await ended
  socket.destroy()
  return Buffer.concat(chunks).toString()
}

const host = 'Host: localhost\r\n'
const get = `GET /slow HTTP/1.1\r\n${host}\r\n`
const connect = 'CONNECT example.com:443 HTTP/1.1\r\nHost: example.com:443\r\n\r\n'
const expecting = `POST /slow HTTP/1.1\r\n${host}Expect: 200-maybe\r\nContent-Length: 2\r\n\r\n`

describe.each([
  ['CONNECT', 405, connect],
  ['an expectation of nothing known', 417, expecting],
])('%s behind a request on the same connection', (_, status, bytes) => {
  it.each([
    ['in the same packet', [get + bytes]],
    ['while the answer is under way', [get, bytes]],
    ['behind two requests', [get + get, bytes]],
  ])('%s is answered once those before it are, whole', async (_name, parts) => {
    const text = await answersTo(...parts)
    const requests = parts.join('').split('GET /slow').length - 1
    const statuses = [...text.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, code]) => Number(code))
    expect(statuses).toEqual([...Array.from({ length: requests }, () => 200), status])
    const [head = ''] = text.split(`HTTP/1.1 ${status} `)
    expect(head.replaceAll(/[^x]/g, '').length).toBeGreaterThanOrEqual(requests * pieces * piece.length)
  })
})

it('an app that throws is answered 500, with the cause in the log alone', async () => {
  const text = await answersTo(`GET /broken HTTP/1.1\r\n${host}Connection: close\r\n\r\n`)
  expect(text).toMatch(/^HTTP\/1\.1 500 /)
  expect(text).not.toContain('it broke')
  expect(lines).toEqual([expect.objectContaining({ status: 500, path: '/broken', error: 'Error: it broke' })])
})
