import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createBoundedFetch, retrying } from '@fleet-auditor/adapters/cloud/bounded-fetch.ts'
import { describe, expect, it } from 'vitest'

type Answer = (response: ServerResponse, request: IncomingMessage) => void

/** A server on loopback that gives these answers, one a request, the last one ever after. */
async function answering(...answers: readonly Answer[]) {
  let asked = 0
  const server = createServer((request, response) => {
    const answer = answers[Math.min(asked, answers.length - 1)]
    asked += 1
    request.resume().on('end', () => answer?.(response, request))
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const { port } = server.address() as AddressInfo // it listens on a port, not on a pipe
  return {
    url: `http://127.0.0.1:${port}/`,
    asked: () => asked,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

const status =
  (code: number, retryAfter?: () => string): Answer =>
  (response) =>
    response.writeHead(code, retryAfter ? { 'retry-after': retryAfter() } : {}).end('later')
const reset: Answer = (response) => response.destroy()
const ok: Answer = (response) => response.end('ok')
const inSeconds = (seconds: number) => () => new Date(Date.now() + seconds * 1000).toUTCString()

const send = retrying(createBoundedFetch(undefined))

describe('a request to a cloud', () => {
  it.each<[name: string, answers: readonly Answer[], requests: number, code: number]>([
    ['is sent again after a 503', [status(503), ok], 2, 200],
    ['is sent again after a connection was cut', [reset, ok], 2, 200],
    ['is sent again when Retry-After names a past date', [status(429, inSeconds(-60)), ok], 2, 200],
    ['is sent three times at most', [status(502, () => '0')], 3, 502],
    ['is not sent again after a 500', [status(500)], 1, 500],
    ['is not sent again when Retry-After is an hour', [status(429, () => '3600')], 1, 429],
    ['is not sent again when Retry-After is a date in an hour', [status(429, inSeconds(3600))], 1, 429],
  ])('%s', async (_, answers, requests, code) => {
    for (const init of [{}, { method: 'POST', body: 'grant_type=x' }]) {
      await using server = await answering(...answers)
      const answer = await send(server.url, init)
      await answer.text()
      expect([answer.status, server.asked()]).toEqual([code, requests])
    }
  })

  it('waits until the date that Retry-After names', async () => {
    await using server = await answering(status(503, inSeconds(2)), ok)
    const begun = performance.now()
    expect((await send(server.url)).status).toBe(200)
    expect(performance.now() - begun).toBeGreaterThan(800) // a date has no milliseconds
  })

  it('is sent again where the answer that is given up cannot be', async () => {
    const broken = () => new ReadableStream({ cancel: () => Promise.reject(new Error('the connection broke')) })
    const answers = [new Response(broken(), { status: 503 }), new Response('ok')]
    const again = retrying(async () => answers.shift() ?? Response.error())
    expect(await (await again('http://localhost/')).text()).toBe('ok')
  })

  it('stops waiting when its signal ends', async () => {
    await using server = await answering(status(503, () => '8'))
    await expect(send(server.url, { signal: AbortSignal.timeout(100) })).rejects.toThrow(/abort/i)
    expect(server.asked()).toBe(1)
  })
})
