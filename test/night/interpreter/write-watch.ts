import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { listenOnLoopback } from '@fleet-auditor/simulator/loopback.ts'

/** A way to the database that reports each write, once it is done and before its writer knows. */
export async function watchWrites(database: string) {
  let notify: (body: string) => void = () => {}
  const server = createServer((asked, answer) => void pass(asked, answer).catch(() => answer.destroy()))
  const loopback = await listenOnLoopback(server)

  async function pass(asked: IncomingMessage, answer: ServerResponse): Promise<void> {
    const sent = await buffer(asked)
    const { status, headers, body } = await forward(database, asked, sent)
    if (/\.(Put|Update|BatchWrite)/.test(String(asked.headers['x-amz-target']))) notify(sent.toString())
    answer.writeHead(status, headers).end(body)
  }
  return {
    endpoint: `http://127.0.0.1:${loopback.port}`,
    /** `body`: what was asked of the database, JSON. */
    onWrite: (listener: (body: string) => void) => void (notify = listener),
    close: () => loopback.close(),
  }
}

/** Passes a request on, and returns the whole answer. */
export async function forward(database: string, asked: IncomingMessage, body: Buffer) {
  const { method, url = '/', headers } = asked
  const sent = request(new URL(url, database), { method, headers })
  sent.end(body)
  const answered = Promise.withResolvers<IncomingMessage>()
  sent.on('response', answered.resolve).on('error', answered.reject)
  const answer = await answered.promise
  return { status: answer.statusCode ?? 500, headers: answer.headers, body: await buffer(answer) }
}
