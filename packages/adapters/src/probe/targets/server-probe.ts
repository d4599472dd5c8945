import { rootCertificates } from 'node:tls'
import { printable } from '@fleet-auditor/model/printable-text.ts'
import type { ServerFacts } from '@fleet-auditor/model/server-facts.ts'
import { z } from 'zod'
import { authentication } from '../connection/secure.ts'
import { timingOf } from '../connection/timing.ts'
import { faultOf } from '../probe-fault.ts'
import { askOnce, locationOf, type OneAnswer, type OneRequest } from './one-request.ts'
import type { Probe } from './probe.ts'

/** Asks one path of the Server; rejects with a ProbeFault. */
type Ask = (path: string, how?: Pick<OneRequest, 'headers' | 'enough'>) => Promise<OneAnswer>

/**
 * A Meshery Server, by requests that change nothing and are open without a login (meshery.md §6): no cookie, no header
 * and no parameter that names a provider, no redirect followed. Only readiness must be answered.
 */
export const probeServer: Probe = async (target, { dial, authority }) => {
  const trusted = authority && [authority, ...rootCertificates].join('\n')
  const who = target.scheme === 'http' ? undefined : authentication(target.host, trusted, ['http/1.1'])
  const ask: Ask = (path, how) => askOnce({ target, path: `${target.path ?? ''}${path}`, dial, who, ...how })
  const first = await ask('/healthz/ready?verbose=1')
  const [version, [chooser, login], upgrade, stream] = await Promise.all([
    unlessSilent(ask('/api/system/version').then(versionIn)),
    askLogin(ask),
    unlessSilent(askUpgrade(ask)),
    unlessSilent(askStream(ask)),
  ])
  return {
    status: 'answered',
    connect: timingOf({ accepted: [], late: [] }, first.connectMs),
    tls: first.tls,
    httpStatus: first.status,
    server: { ready: { ...headOf(first), failed: failedIn(first) }, version, chooser, login, upgrade, stream },
  }
}

/** What an answer comes to, or why there was none; a probe that was given up stays so. */
async function unlessSilent<T>(asked: Promise<T>): Promise<T | { status: 0; why: SilentWhy }> {
  try {
    return await asked
  } catch (error) {
    const fault = faultOf(error)
    if (fault.status === 'cancelled') throw error
    return { status: 0, why: fault.status === 'foreign' ? 'foreign' : fault.why }
  }
}
type SilentWhy = Extract<ServerFacts['version'], { status: 0 }>['why']

const headOf = (answer: OneAnswer) => ({ status: answer.status, location: locationOf(answer) })

const failedIn = ({ body }: OneAnswer): string[] =>
  body
    .split('\n')
    .filter((line) => line.startsWith('[-]'))
    .slice(0, 10)
    .map((line) => printable(line, 200))

/** `releaseChannel` since 2026. */
const Version = z.object({
  build: z.string().optional(),
  latest: z.string().optional(),
  outdated: z.boolean().optional(),
  release_channel: z.string().optional(),
  releaseChannel: z.string().optional(),
})

function versionIn(answer: OneAnswer): ServerFacts['version'] {
  const { data } = z
    .string()
    .transform((text, context) => {
      try {
        return JSON.parse(text) as unknown // zod judges it next
      } catch {
        context.addIssue('not JSON')
        return z.NEVER
      }
    })
    .pipe(Version)
    .safeParse(answer.body)
  const word = (text: string | undefined) => (text ? printable(text, 60) : undefined)
  return {
    ...headOf(answer),
    build: word(data?.build),
    latest: word(data?.latest),
    outdated: data?.outdated,
    channel: word(data?.releaseChannel ?? data?.release_channel),
  }
}

/** The chooser, and the login where the chooser is skipped for a Remote Provider. */
async function askLogin(ask: Ask): Promise<[ServerFacts['chooser'], ServerFacts['login']]> {
  const chooser = await unlessSilent(ask('/provider', { enough: () => true }).then(chooserIn))
  const remote = chooser.status === 302 && 'provider' in chooser && !/^(?:local|none)?$/i.test(chooser.provider ?? '')
  return [chooser, remote ? await unlessSilent(ask('/user/login').then(loginIn)) : undefined]
}

function chooserIn(answer: OneAnswer): ServerFacts['chooser'] {
  const [, cookie] = /^meshery-provider=([^;]*)/m.exec((answer.headers['set-cookie'] ?? []).join('\n')) ?? []
  return {
    ...headOf(answer),
    html: (answer.headers['content-type'] ?? '').startsWith('text/html'),
    provider: cookie === undefined ? undefined : printable(cookie, 100),
  }
}

/** The callback is base64url without padding in `source` (meshery.md §6e). */
function loginIn(answer: OneAnswer): ServerFacts['login'] {
  const leadsTo = URL.parse(answer.headers.location ?? '')
  const source = leadsTo?.searchParams.get('source')
  return {
    ...headOf(answer),
    callback: source ? printable(Buffer.from(source, 'base64url').toString(), 300) : undefined,
    providerHost: leadsTo?.protocol === 'https:' ? printable(leadsTo.host, 260) : undefined,
  }
}

/** As a browser's client asks; the key is any 16 bytes (RFC 6455 §4.1). */
const upgradeHeaders = {
  connection: 'Upgrade',
  upgrade: 'websocket',
  'sec-websocket-version': '13',
  'sec-websocket-key': Buffer.alloc(16).toString('base64'),
  'sec-websocket-protocol': 'graphql-transport-ws',
}

async function askUpgrade(ask: Ask): Promise<ServerFacts['upgrade']> {
  const answer = await ask('/api/system/graphql/query', { headers: upgradeHeaders })
  return { ...headOf(answer), json: /^\s*\{/.test(answer.body) }
}

const firstEvent = /^(?:event|data):.*\n/m

async function askStream(ask: Ask): Promise<ServerFacts['stream']> {
  const answer = await ask('/api/providers/stream', {
    headers: { accept: 'text/event-stream' },
    enough: (body) => firstEvent.test(body),
  })
  const streamed = (answer.headers['content-type'] ?? '').startsWith('text/event-stream')
  return { ...headOf(answer), streamed, event: firstEvent.test(answer.body) }
}
