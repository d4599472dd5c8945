import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { listenOnLoopback } from '../loopback.ts'
import { createMessages, type ChannelSetting, type SlackMessage } from './channel.ts'
import { webhookAnswer, type WebhookSetting } from './incoming-webhook.ts'
import { createSlackFaults, type SlackFault, type SlackMisbehaviour } from './slack-fault.ts'
import { apiMethods, argumentsOf, type Workspace } from './web-api.ts'

export interface SlackOptions {
  /** Bot tokens that are let in. */
  readonly tokens: readonly string[]
  readonly channels: readonly ChannelSetting[]
  /** By the last part of their path. */
  readonly webhooks?: Readonly<Record<string, WebhookSetting>>
  readonly faults?: readonly SlackFault[]
  readonly port?: number
}

export interface RunningSlack {
  /** For `slackApiUrl`; ends in a slash. */
  readonly apiUrl: string
  webhookUrl(name: string): string
  /** What is there to be read, oldest first. */
  messages(): readonly SlackMessage[]
  /** Methods asked for, in order of arrival; `webhook` for webhooks. */
  requests(): readonly string[]
  arm(fault: SlackFault): void
  close(): Promise<void>
}

interface Answer {
  readonly status: number
  readonly body: string
  readonly headers?: Readonly<Record<string, string>>
}

/** A workspace on loopback: Web API, history, incoming webhooks; with the documented limits and errors. */
export async function startSlack(options: SlackOptions): Promise<RunningSlack> {
  const messages = createMessages(() => Date.now())
  const workspace: Workspace = { channels: options.channels, messages }
  const faults = createSlackFaults(options.faults ?? [], () => Date.now())
  const asked: string[] = []
  const server = createServer((request, response) => {
    readBody(request).then(
      (body) => {
        const { method, perform } = route(request, body, options, workspace)
        asked.push(method)
        respond(faults.next(method), perform, response)
      },
      () => response.destroy(),
    )
  })
  const loopback = await listenOnLoopback(server, options.port)
  const origin = `http://127.0.0.1:${loopback.port}`
  return {
    apiUrl: `${origin}/api/`,
    webhookUrl: (name) => `${origin}/services/T0SIM/B0SIM/${name}`,
    messages: () => messages.all(),
    requests: () => asked,
    arm: (fault) => faults.arm(fault),
    close: () => loopback.close(),
  }
}

async function readBody(incoming: IncomingMessage): Promise<string> {
  let body = ''
  incoming.setEncoding('utf8')
  for await (const chunk of incoming) body += String(chunk)
  return body
}

function route(
  request: IncomingMessage,
  body: string,
  options: SlackOptions,
  workspace: Workspace,
): { readonly method: string; readonly perform: () => Answer } {
  const { pathname } = new URL(request.url ?? '/', 'http://slack.invalid')
  if (pathname.startsWith('/services/')) {
    const webhook = options.webhooks?.[pathname.slice(pathname.lastIndexOf('/') + 1)]
    return { method: 'webhook', perform: () => webhookAnswer(body, webhook, workspace) }
  }
  const method = pathname.slice('/api/'.length)
  return { method, perform: () => json(200, apiAnswer(method, argumentsIn(request, body), options, workspace)) }
}

/** A token in the header is an argument like any other. */
function argumentsIn({ headers }: IncomingMessage, body: string): ReturnType<typeof argumentsOf> {
  const asked = argumentsOf(body, headers['content-type'] ?? '')
  const token = /^Bearer (.+)$/i.exec(headers.authorization ?? '')?.[1]
  return token === undefined ? asked : { ...asked, token }
}

function apiAnswer(
  method: string,
  asked: ReturnType<typeof argumentsOf>,
  { tokens }: SlackOptions,
  workspace: Workspace,
): unknown {
  const { token } = asked
  if (token === undefined) return { ok: false, error: 'not_authed' }
  if (!tokens.includes(token)) return { ok: false, error: 'invalid_auth' }
  return apiMethods[method]?.(asked, workspace) ?? { ok: false, error: 'unknown_method' }
}

const json = (status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Answer => ({
  status,
  body: JSON.stringify(body),
  headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
})

function respond(fault: SlackMisbehaviour | undefined, perform: () => Answer, response: ServerResponse): void {
  if (!fault) return send(perform(), response)
  if ('delivered' in fault && fault.delivered) {
    if (fault.kind === 'hang' && fault.afterMs !== undefined) setTimeout(perform, fault.afterMs).unref()
    else perform()
  }
  switch (fault.kind) {
    case 'hang':
      return
    case 'reset':
      return void response.destroy()
    case 'error':
      return send(json(200, { ok: false, error: fault.error }), response)
    case 'status':
      return send({ status: fault.status, body: '<html>error</html>' }, response)
    case 'ratelimited':
      return send(json(429, { ok: false, error: 'ratelimited' }, { 'retry-after': String(fault.retryAfter) }), response)
    case 'garbage':
      return send({ status: 200, body: '<html>Sign in</html>' }, response)
  }
}

function send({ status, body, headers = {} }: Answer, response: ServerResponse): void {
  response.writeHead(status, { 'content-type': 'text/html', ...headers, 'content-length': Buffer.byteLength(body) })
  response.end(body)
}
