import { once } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Http2ServerRequest, Http2ServerResponse } from 'node:http2'
import { Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { constants, createGzip, gzipSync } from 'node:zlib'
import type { Misbehaviour } from '../fault.ts'
import type { Answer } from './status-answer.ts'

export type Request = IncomingMessage | Http2ServerRequest
export type Response = ServerResponse | Http2ServerResponse

/** Bodies from here on are compressed when the client accepts it: k8s.io/apiserver, responsewriters. */
const gzipFrom = 128 * 1024
const gzipLevel = constants.Z_BEST_SPEED

interface SendInput {
  readonly answer: Answer
  readonly request: Request
  readonly response: Response
  readonly now: Date
  readonly fault: Misbehaviour | undefined
}

/** Sends one answer, or sends it as badly as the fault asks. Returns the body bytes written to the connection. */
export async function sendAnswer({ answer, request, response, now, fault }: SendInput): Promise<number> {
  const headers = {
    'cache-control': 'no-cache, private',
    'content-type': answer.contentType,
    date: now.toUTCString(),
    ...answer.headers,
  }
  const acceptsGzip = /\bgzip\b/.test(String(request.headers['accept-encoding'] ?? ''))
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value)
  response.statusCode = answer.status
  if (fault?.kind === 'drip') return drip(response, wholeBody(answer), fault.bytesPerSecond)
  if (fault?.kind === 'truncated') return truncate(response, wholeBody(answer), fault.abrupt ?? false)
  if (typeof answer.body === 'string') return sendWhole(response, Buffer.from(answer.body), acceptsGzip)
  return sendParts(response, answer.body, acceptsGzip)
}

const wholeBody = (answer: Answer): Buffer =>
  Buffer.from(typeof answer.body === 'string' ? answer.body : [...answer.body].join(''))

function sendWhole(response: Response, body: Buffer, acceptsGzip: boolean): number {
  const compressed = acceptsGzip && body.length >= gzipFrom ? gzipSync(body, { level: gzipLevel }) : undefined
  if (compressed) markCompressed(response)
  const sent = compressed ?? body
  response.setHeader('content-length', sent.length)
  response.end(sent)
  return sent.length
}

function markCompressed(response: Response): void {
  response.setHeader('content-encoding', 'gzip')
  response.setHeader('vary', 'Accept-Encoding')
}

/** Gathers up to the compression threshold: a short list goes out whole, with its length; a long one is streamed. */
async function sendParts(response: Response, parts: Iterable<string>, acceptsGzip: boolean): Promise<number> {
  const iterator = parts[Symbol.iterator]()
  let gathered = ''
  let next = iterator.next()
  while (next.done !== true && gathered.length < gzipFrom) {
    gathered += next.value
    next = iterator.next()
  }
  if (next.done === true) return sendWhole(response, Buffer.from(gathered), acceptsGzip)
  const counted = { bytes: 0 }
  const source = Readable.from(chunks(gathered + next.value, iterator))
  if (acceptsGzip) markCompressed(response)
  const stages = acceptsGzip ? [createGzip({ level: gzipLevel }), counter(counted)] : [counter(counted)]
  await pipeline([source, ...stages, response as NodeJS.WritableStream]) // both response classes are writable streams
  return counted.bytes
}

/** Joins parts into chunks of about 64 KiB. */
function* chunks(first: string, rest: Iterator<string>): Generator<Buffer> {
  let pending = first
  for (let next = rest.next(); next.done !== true; next = rest.next()) {
    pending += next.value
    if (pending.length < 65_536) continue
    yield Buffer.from(pending)
    pending = ''
  }
  yield Buffer.from(pending)
}

const counter = (counted: { bytes: number }): Transform =>
  new Transform({
    transform(chunk: Buffer, _encoding, done) {
      counted.bytes += chunk.length
      done(null, chunk)
    },
  })

async function drip(response: Response, body: Buffer, bytesPerSecond: number): Promise<number> {
  const step = Math.max(1, Math.ceil(bytesPerSecond / 10))
  let sent = 0
  while (sent < body.length && !response.destroyed) {
    const part = body.subarray(sent, sent + step)
    if (!write(response, part)) await Promise.race([once(response, 'drain'), once(response, 'close')])
    sent += part.length
    await sleep(100, undefined, { ref: false })
  }
  response.end()
  return sent
}

function truncate(response: Response, body: Buffer, abrupt: boolean): number {
  const half = body.subarray(0, Math.floor(body.length / 2))
  if (abrupt) response.setHeader('content-length', body.length)
  if (!abrupt) response.end(half)
  else write(response, half, () => breakOff(response))
  return half.length
}

/** The two classes' `write` overloads have no common call signature; both take a buffer and a callback. */
const write = (response: Response, part: Buffer, done: () => void = () => undefined): boolean =>
  (response as ServerResponse).write(part, done)

/** Ends a stream (HTTP/2) or its connection (HTTP/1.1) in the middle. */
function breakOff(response: Response): void {
  if ('stream' in response) response.stream.destroy(new Error('broken off by the simulator'))
  else response.socket?.destroy()
}
