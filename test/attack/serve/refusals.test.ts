import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { homeFolder, type HomeFolder } from '../../cli/setup/home-folder.ts'
import { startServing, type Serving } from '../../cli/setup/start-serving.ts'
import { sendRaw } from './raw-client.ts'

const Problem = z.object({ type: z.string(), title: z.string(), status: z.number(), instance: z.string() })

let home: HomeFolder
let serving: Serving

beforeAll(async () => {
  home = await homeFolder()
  await home.write('fleet.yaml', 'sources: {kubeconfig: [{contexts: ["*"]}]}\n')
  serving = await startServing(home.home, ['--fleet', home.path('fleet.yaml'), '--every', 'never'])
})
afterAll(async () => {
  await serving[Symbol.asyncDispose]()
  await home[Symbol.asyncDispose]()
})

const closing = 'Connection: close\r\n\r\n'
const host = 'Host: localhost\r\n'

describe('what is no request of the API is answered as the API answers', () => {
  it.each<[name: string, status: number, bytes: string]>([
    ['a Host that is none', 400, `GET /v1/summary HTTP/1.1\r\nHost: a b\r\n${closing}`],
    ['a Host with a path', 400, `GET /v1/summary HTTP/1.1\r\nHost: a/b\r\n${closing}`],
    ['no Host', 400, `GET /v1/summary HTTP/1.1\r\n${closing}`],
    ['a backslash in the path', 400, `GET /v1\\summary HTTP/1.1\r\n${host}${closing}`],
    ['OPTIONS *', 405, `OPTIONS * HTTP/1.1\r\n${host}${closing}`],
    ['an unknown method', 405, `FOO /v1/summary HTTP/1.1\r\n${host}${closing}`],
    ['CONNECT', 405, `CONNECT example.com:443 HTTP/1.1\r\nHost: example.com:443\r\n\r\n`],
    ['TRACE', 405, `TRACE /healthz HTTP/1.1\r\n${host}${closing}`],
    ['DELETE', 405, `DELETE /healthz HTTP/1.1\r\n${host}${closing}`],
    ['a request line of two words', 400, 'GET /v1/summary\r\n\r\n'],
    ['another protocol, whose first word is no method', 405, 'SSH-2.0-client\r\n\r\n'],
    ['another version', 400, `GET /healthz HTTP/9.9\r\n${host}${closing}`],
    ['headers of 20 KB', 431, `GET /healthz HTTP/1.1\r\n${host}X-Long: ${'x'.repeat(20_000)}\r\n${closing}`],
    ['an expectation of nothing known', 417, `GET /healthz HTTP/1.1\r\n${host}Expect: 200-maybe\r\n${closing}`],
    ['two lengths', 400, `POST /v1/runs HTTP/1.1\r\n${host}Content-Length: 2\r\nContent-Length: 3\r\n${closing}{}`],
    ['headers that end after their time', 408, `GET /healthz HTTP/1.1\r\n${host}X-Part`],
  ])('%s: %i', async (_, status, bytes) => {
    const answer = await sendRaw(serving.url, bytes)
    const problem = Problem.parse(JSON.parse(answer.body))
    const { headers } = answer
    expect({ status: [answer.status, problem.status], type: headers.get('Content-Type') }).toEqual({
      status: [status, status],
      type: expect.stringContaining('application/problem+json'),
    })
    const id = headers.get('X-Request-Id') ?? ''
    expect(problem.instance).toBe(`urn:request:${id}`)
    expect(headers.get('X-Content-Type-Options')).toBe('nosniff')
    expect(headers.get('Cache-Control')).toBe('no-store')
    if (status === 405) expect(headers.get('Allow')).toContain('GET')
    // The log comes by a pipe of its own.
    await expect
      .poll(() => serving.lines.filter(({ requestId }) => requestId === id))
      .toEqual([expect.objectContaining({ kind: 'request', status })])
  })

  it('no query stands in the log', async () => {
    const { headers } = await sendRaw(serving.url, `GET /v1\\summary?token=CNRY-query HTTP/1.1\r\n${host}${closing}`)
    await expect.poll(() => JSON.stringify(serving.lines)).toContain(headers.get('X-Request-Id') ?? 'no id')
    expect(JSON.stringify(serving.lines)).not.toContain('CNRY-query')
  })
})
