import type { Observation, ProbeResult, ProbeTarget, TlsFacts } from '@fleet-auditor/model/observation.ts'
import type { ServerFacts } from '@fleet-auditor/model/server-facts.ts'
import { undeclaredVantage, type Vantage } from '@fleet-auditor/model/vantage.ts'
import { takenAt } from './check-case.ts'

export const declared = { url: 'https://meshery.example' }
export const standsFor: readonly Vantage[] = [{ ...undeclaredVantage, standsFor: ['central'] }]

const connect = { min: 1, median: 1, samples: 0, discarded: 0 }

export const certificate: TlsFacts = {
  protocol: 'TLSv1.3',
  verified: true,
  subject: 'CN=meshery.example',
  issuer: 'CN=Example CA',
  names: ['meshery.example'],
  notAfter: '2027-02-01T00:00:00.000Z',
}

/** A Server that shows no fault. */
const wellServer: ServerFacts = {
  ready: { status: 200, failed: [] },
  version: { status: 200, build: 'v1.0.64', latest: 'v1.0.64', outdated: false, channel: 'stable' },
  chooser: { status: 302, html: false, provider: 'cloud.example' },
  login: { status: 302, callback: 'https://meshery.example/api/user/token', providerHost: 'cloud.example' },
  upgrade: { status: 101, json: false },
  stream: { status: 200, streamed: true, event: true },
}

const seen = (target: Omit<ProbeTarget, 'port'> & { port?: number }, result: ProbeResult): Observation => ({
  vantage: 'local',
  target: { port: 443, ...target },
  addresses: ['34.1.2.3'],
  result,
  at: takenAt,
})

const https: ProbeTarget = { kind: 'server', host: 'meshery.example', port: 443, scheme: 'https' }

export const serverAnswers = (
  edits: Partial<ServerFacts> = {},
  tls: TlsFacts | undefined = certificate,
  target: Partial<ProbeTarget> = {},
): Observation =>
  seen(
    { ...https, ...target },
    { status: 'answered', connect, tls, httpStatus: 200, server: { ...wellServer, ...edits } },
  )

export const overHttp: Observation = seen(
  { ...https, scheme: 'http', port: 80 },
  { status: 'answered', connect, httpStatus: 200, server: wellServer },
)

export const silence = (why: 'timeout' | 'refused' | 'unresolved' = 'timeout'): ProbeResult => ({
  status: 'silent',
  why,
  detail: why,
})
export const serverGets = (result: ProbeResult): Observation => seen(https, result)
export const controlAnswers = seen({ kind: 'control', host: 'control.example' }, { status: 'answered', connect })

export const plainGets = (result: ProbeResult): Observation =>
  seen({ kind: 'plain', host: 'meshery.example', port: 80 }, result)
export const plainAnswers = (httpStatus: number, location?: string): Observation =>
  plainGets({ status: 'answered', connect, httpStatus, location })

export const providerGets = (result: ProbeResult): Observation =>
  seen({ kind: 'provider', host: 'cloud.example' }, result)
export const providerAnswers = (tls: TlsFacts): Observation =>
  providerGets({ status: 'answered', connect, tls, httpStatus: 200 })

export const cancelled: ProbeResult = { status: 'not-dialled', rule: 'cancelled', detail: 'the run ended' }
