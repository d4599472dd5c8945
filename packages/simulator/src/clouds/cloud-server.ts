import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { listenOnLoopback } from '../loopback.ts'
import type { CloudAnswer, CloudOperation, CloudRequest } from './cloud-answer.ts'
import { createCloudFaultFinder, type CloudFault, type CloudMisbehaviour, type FindCloudFault } from './cloud-fault.ts'

/** PEM texts of the server's certificate; absent: plain HTTP. */
export interface CloudServerOptions {
  readonly tls?: { readonly certPem: string; readonly keyPem: string }
  readonly port?: number
  readonly faults?: readonly CloudFault[]
}

interface CloudRequestLog {
  readonly operation: string
  readonly method: string
  /** Path and query. */
  readonly path: string
}

export interface RunningCloudServer {
  /** Origin, on 127.0.0.1. */
  readonly url: string
  readonly port: number
  /** What was asked, in order of arrival. */
  requests(): readonly CloudRequestLog[]
  close(): Promise<void>
}

/** Serves one cloud's API on a loopback port; `route` names the operation of a request and gives its answer. */
export async function startCloudServer(
  route: (request: CloudRequest) => CloudOperation,
  options: CloudServerOptions,
): Promise<RunningCloudServer> {
  const log: CloudRequestLog[] = []
  const findFault = createCloudFaultFinder(options.faults ?? [])
  const listener = (incoming: IncomingMessage, response: ServerResponse): void => {
    readBody(incoming).then(
      (body) => respond(toCloudRequest(incoming, body), response),
      () => response.destroy(),
    )
  }
  const respond = (request: CloudRequest, response: ServerResponse): void => {
    const operation = route(request)
    const path = `${request.url.pathname}${request.url.search}`
    log.push({ operation: operation.operation, method: request.method, path })
    answer(operation, path, findFault, response)
  }
  const server: Server = options.tls
    ? createTlsServer({ cert: options.tls.certPem, key: options.tls.keyPem }, listener)
    : createServer(listener)
  const loopback = await listenOnLoopback(server, options.port)
  const url = `${options.tls ? 'https' : 'http'}://127.0.0.1:${loopback.port}`
  return { url, port: loopback.port, requests: () => log, close: () => loopback.close() }
}

async function readBody(incoming: IncomingMessage): Promise<string> {
  let body = ''
  incoming.setEncoding('utf8')
  for await (const chunk of incoming) body += String(chunk)
  return body
}

const toCloudRequest = (incoming: IncomingMessage, body: string): CloudRequest => ({
  method: incoming.method ?? 'GET',
  url: new URL(incoming.url ?? '/', 'http://cloud.invalid'),
  headers: incoming.headers,
  body,
})

function answer(operation: CloudOperation, path: string, findFault: FindCloudFault, response: ServerResponse): void {
  const fault = findFault(operation.operation, path)
  if (fault?.kind === 'hang') return
  if (fault?.kind === 'reset') return void response.destroy()
  if (fault?.kind === 'huge') return sendHuge(response, fault.bytes)
  send(response, fault ? faultyAnswer(fault, operation) : operation.answer())
}

function faultyAnswer(
  fault: Exclude<CloudMisbehaviour, { kind: 'hang' | 'reset' | 'huge' }>,
  operation: CloudOperation,
): CloudAnswer {
  const html = { 'content-type': 'text/html; charset=utf-8' }
  switch (fault.kind) {
    case 'status':
      return {
        status: fault.status,
        headers: { ...html, ...fault.headers },
        body: fault.body ?? '<html>Bad Gateway</html>',
      }
    case 'garbage':
      return { status: 200, headers: html, body: '<!DOCTYPE html><html><body>Sign in</body></html>\n' }
    case 'redirect':
      return { status: 302, headers: { ...html, location: fault.to }, body: '' }
    case 'truncated': {
      const whole = operation.answer()
      return { ...whole, body: whole.body.slice(0, Math.floor(whole.body.length / 2)) }
    }
  }
}

function send(response: ServerResponse, { status, headers, body }: CloudAnswer): void {
  response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) })
  response.end(body)
}

/** Valid JSON whose one string is as long as asked. */
function sendHuge(response: ServerResponse, bytes: number): void {
  const filler = 'x'.repeat(65_536)
  let left = bytes
  response.writeHead(200, { 'content-type': 'application/json' })
  response.write('{"clusters":[],"value":[],"filler":"')
  const more = (): void => {
    while (left > 0 && !response.destroyed) {
      left -= filler.length
      if (!response.write(filler)) return void response.once('drain', more)
    }
    response.end('"}')
  }
  more()
}
