import { setTimeout as sleep } from 'node:timers/promises'
import { answerRequest, type ApiState } from './answers/answer-request.ts'
import { SelectorError } from './answers/selector.ts'
import { sendAnswer, type Request, type Response } from './answers/send-answer.ts'
import { badRequest, unauthorized, type Answer } from './answers/status-answer.ts'
import {
  createFaultFinder,
  endlessContinue,
  faultyAnswer,
  withoutContinue,
  type Fault,
  type Misbehaviour,
} from './fault.ts'
import { requestInfo, type RequestInfo, type RequestLog } from './request-info.ts'
import { anonymous, authenticate, type AuthenticatedUser, type User } from './user.ts'

interface ListenerInput {
  /** Undefined until the server listens. */
  readonly state: () => ApiState | undefined
  readonly userOfToken: (token: string) => User | undefined
  readonly anonymous: boolean
  readonly faults: readonly Fault[]
  readonly delayMs: number
  readonly now: () => Date
  readonly log: RequestLog[]
}

type Listener = (request: Request, response: Response) => void

/** Ties authentication, faults, answers and the log together for one server. */
export function createRequestListener(input: ListenerInput): Listener {
  const findFault = createFaultFinder(input.faults)
  return (request, response) => {
    serve(input, findFault, request, response).catch((error: unknown) => fail(response, error))
  }
}

/** A client that went away in the middle is its own affair; a defect of ours must be seen. */
function fail(response: Response, error: unknown): void {
  if (response.destroyed || response.writableEnded) return
  if (response.headersSent) return void response.destroy()
  response.statusCode = 500
  response.end(`simulator: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`)
}

async function serve(
  input: ListenerInput,
  findFault: ReturnType<typeof createFaultFinder>,
  request: Request,
  response: Response,
): Promise<void> {
  const method = request.method ?? 'GET'
  const url = new URL(request.url ?? '/', 'https://simulator')
  const info = readInfo(method, url)
  const user = userOf(input, request)
  const entry = logEntry(request, method, info, user)
  input.log.push(entry)
  const body = await readBody(request)
  const fault = findFault(entry.verb, entry.path)
  await pause(input.delayMs + (fault?.kind === 'delay' ? fault.ms : 0))
  if (fault?.kind === 'hang') return
  if (fault?.kind === 'reset') return reset(request)
  const answer = answerOf(input, { method, url, info, user, body, accept: headerOf(request, 'accept'), fault })
  entry.status = answer.status
  entry.bytes = await sendAnswer({ answer, request, response, now: input.now(), fault })
  if (answer.status === 401) hangUp(request)
}

/** HTTP/2 ends with a refused login, requests under way too: k8s.io/apiserver, UnauthenticatedHTTP2DOSMitigation. */
function hangUp(request: Request): void {
  if ('stream' in request) request.stream.session?.close()
}

interface Exchange {
  readonly method: string
  readonly url: URL
  readonly info: RequestInfo | SelectorError
  readonly user: AuthenticatedUser | undefined
  readonly body: string
  readonly accept: string | undefined
  readonly fault: Misbehaviour | undefined
}

function answerOf(input: ListenerInput, exchange: Exchange): Answer {
  const { method, url, info, user, body, accept, fault } = exchange
  const wrong = fault && faultyAnswer(fault, url)
  if (wrong) return wrong
  if (!user) return unauthorized()
  if (info instanceof SelectorError) return badRequest(info.message)
  const state = input.state()
  if (!state) throw new Error('the simulator was asked before it had its objects')
  const endless = fault?.kind === 'endless-continue'
  const asked = endless ? withoutContinue(url) : url
  const answer = answerRequest(state, { method, url: asked, accept, body, user, now: input.now() }, info)
  return endless ? endlessContinue(answer) : answer
}

function readInfo(method: string, url: URL): RequestInfo | SelectorError {
  try {
    return requestInfo(method, url)
  } catch (error) {
    if (error instanceof SelectorError) return error
    throw error
  }
}

function userOf(input: ListenerInput, request: Request): AuthenticatedUser | undefined {
  const token = /^Bearer (.+)$/i.exec(headerOf(request, 'authorization') ?? '')?.[1]
  if (token === undefined) return input.anonymous ? anonymous : undefined
  const user = input.userOfToken(token)
  return user && authenticate(user)
}

function logEntry(
  request: Request,
  method: string,
  info: RequestInfo | SelectorError,
  user: AuthenticatedUser | undefined,
): RequestLog {
  const accept = headerOf(request, 'accept')
  const asked = info instanceof SelectorError || info.kind === 'path' ? undefined : info.request
  return {
    method,
    verb: info instanceof SelectorError ? 'list' : info.kind === 'path' ? info.verb : info.request.verb,
    path: request.url ?? '/',
    group: asked?.group,
    resource: asked?.resource,
    user: user?.name,
    httpVersion: request.httpVersion,
    accept,
    arrivedAt: performance.now(),
  }
}

function headerOf(request: Request, name: string): string | undefined {
  const value = request.headers[name]
  return typeof value === 'string' ? value : undefined
}

async function readBody(request: Request): Promise<string> {
  const parts: Buffer[] = []
  for await (const part of request as AsyncIterable<Buffer>) parts.push(part) // no encoding is set: parts are buffers
  return Buffer.concat(parts).toString()
}

const pause = async (ms: number): Promise<void> => {
  if (ms > 0) await sleep(ms, undefined, { ref: false })
}

/** Breaks the whole connection, other streams on it included. */
function reset(request: Request): void {
  if ('stream' in request) request.stream.session?.destroy()
  request.socket.destroy()
}
