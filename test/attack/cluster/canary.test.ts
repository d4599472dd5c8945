import type { ServerResponse } from 'node:http'
import { describe, expect, it } from 'vitest'
import { collectHostile } from './collect-hostile.ts'
import { json, mesheryDeployment, type Hostile } from './hostile-server.ts'

const password = 'CNRY+pass/w&rd<7f3a9'
const credentials = {
  bearer: { authorization: 'Bearer CNRY-kubetoken-7f3a9' },
  basic: { authorization: `Basic ${Buffer.from(`admin:${password}`).toString('base64')}` },
} as const

const spellings: Readonly<Record<string, (header: string) => string>> = {
  raw: (header) => header,
  'without its scheme': (header) => header.replace(/^\w+ /, ''),
  'decoded from Basic': (header) =>
    header.startsWith('Basic ') ? Buffer.from(header.slice(6), 'base64').toString() : header,
  'as in a URL': encodeURIComponent,
  'in base64': (header) => Buffer.from(header).toString('base64'),
  'in base64 behind something': (header) => Buffer.from(`authorization: ${header}`).toString('base64url'),
}

type Echo = (response: ServerResponse, echo: string, url: string) => void
const text = (response: ServerResponse, status: number, body: string, headers: object = {}): void =>
  void response.writeHead(status, { 'content-type': 'text/html', ...headers }).end(body)
const status = (message: string) => ({ kind: 'Status', apiVersion: 'v1', status: 'Failure', message })

/** Each puts what it was sent into another part of its answer. */
const echoes: Readonly<Record<string, Echo>> = {
  'a 500': (response, echo) => text(response, 500, `upstream rejected header authorization: ${echo}`),
  'a 400 in HTML': (response, echo) => text(response, 400, `<html><td>${echo}</td></html>`),
  'a 401': (response, echo) => text(response, 401, `not this one: ${echo}`),
  'a 403': (response, echo) => text(response, 403, echo),
  'a 404': (response, echo) => text(response, 404, echo),
  'the Status of a 403': (response, echo) => json(response, status(`User "${echo}" cannot list`), 403),
  'the Status of a 500': (response, echo) => json(response, status(echo), 500),
  'a Status in another place': (response, echo) => json(response, status(echo)),
  'JSON that breaks off': (response, echo) => text(response, 200, `{"kind":"${JSON.stringify(echo).slice(1, -1)}`),
  'a page with 200': (response, echo) => text(response, 200, `welcome ${echo}`),
  'a Location': (response, echo) =>
    text(response, 302, '', {
      location: `https://sso.test/${encodeURIComponent(echo)}/x?t=${encodeURIComponent(echo)}`,
    }),
  'the path of a Location': (response, echo) => text(response, 302, '', { location: `/login/${encodeURI(echo)}` }),
  headers: (response, echo) => text(response, 429, '', { 'retry-after': encodeURI(echo), date: encodeURI(echo) }),
  'the version': (response, echo) => json(response, { gitVersion: echo }),
  'a name of a field': (response, echo) =>
    json(response, { kind: 'DeploymentList', items: [{ metadata: { [echo]: 1 } }] }),
  'a key of another shape': (response, echo) =>
    json(response, { kind: 'DeploymentList', items: [{ metadata: { name: 'a', labels: { [echo]: 1 } } }] }),
  'names and labels': (response, echo, url) =>
    url.includes('/deployments')
      ? json(response, { kind: 'DeploymentList', items: [echoing(echo)] })
      : text(response, 500, `no ${url}`),
}

function echoing(echo: string): object {
  const env = [
    { name: echo, value: echo },
    { name: 'PROVIDER', value: echo },
  ]
  const labels = { 'app.kubernetes.io/name': 'meshery', [`app.kubernetes.io/${echo}`]: 'x', app: echo }
  return mesheryDeployment(echo, [{ name: echo, image: `registry.test/${echo}`, env }], { labels, namespace: echo })
}

/** Everything that could be a credential, decoded twice: a canary is then seen in whatever it was hidden. */
function* readings(output: string, times = 2): Generator<string> {
  yield output
  yield output.replaceAll(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  if (times === 0) return
  for (const [run] of output.matchAll(/[\w+/-]{8,}/g)) {
    for (const from of [0, 1, 2, 3]) {
      yield* readings(Buffer.from(run.slice(from), 'base64').toString('latin1'), times - 1)
    }
  }
}

const leaksOf = (output: string): string[] => [...readings(output)].filter((one) => one.includes('CNRY'))

it('the search finds a canary in every spelling', () => {
  for (const spell of Object.values(spellings)) {
    for (const { authorization } of Object.values(credentials)) expect(leaksOf(spell(authorization))).not.toEqual([])
  }
})

describe('nothing that was sent to log in stays of', () => {
  const cases = Object.entries(echoes).flatMap(([where, echo]) =>
    Object.entries(credentials).map(([kind, sent]) => ({ where, kind, echo, sent })),
  )
  it.each(cases)('$kind credentials in $where', async ({ echo, sent }) => {
    for (const [, spell] of Object.entries(spellings)) {
      const hostile: Hostile = ({ headers, url = '' }, response) => {
        echo(response, spell(headers.authorization ?? ''), url)
        return true
      }
      const collection = await collectHostile({ hostile, credentials: sent })
      const output = JSON.stringify(collection)
      expect(output).toContain('127.0.0.1')
      expect(leaksOf(output)).toEqual([])
    }
  })
})
