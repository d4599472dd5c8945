import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { listenOnLoopback } from '@fleet-auditor/simulator/loopback.ts'

export interface Asked {
  readonly path: string
  readonly target: string | undefined
  readonly body: string
}

interface Answer {
  readonly status?: number
  readonly headers?: Record<string, string>
  readonly body: string
}

/** An AWS service on loopback that sends what `answer` returns; it never responds where that is `undefined`. */
export async function startEndpoint(answer: (asked: Asked) => Answer | undefined | Promise<Answer>) {
  const asked: Asked[] = []
  const listener = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    let body = ''
    for await (const chunk of request) body += String(chunk)
    const target = request.headers['x-amz-target']
    const one = { path: request.url ?? '', target: typeof target === 'string' ? target : undefined, body }
    asked.push(one)
    const reply = await answer(one)
    if (reply) response.writeHead(reply.status ?? 200, reply.headers).end(reply.body)
  }
  const server = createServer((request, response) => void listener(request, response))
  const loopback = await listenOnLoopback(server)
  const stop = async (): Promise<void> => {
    server.closeAllConnections()
    await loopback.close()
  }
  return { endpoint: `http://127.0.0.1:${loopback.port}`, asked, close: stop, [Symbol.asyncDispose]: stop }
}
