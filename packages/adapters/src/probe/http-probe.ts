import type { ProbeTarget } from '@fleet-auditor/model/observation.ts'
import { type Line, withConnection } from './connection.ts'
import { httpExchange } from './http-exchange.ts'
import type { Probe } from './probe.ts'
import { type Authentication, authentication, secure } from './secure.ts'
import { collectSamples, type Samples, type Sampling, timingOf } from './timing.ts'
import { touch } from './touch.ts'

/** The API server: round trips of `GET /version` on one warm TLS connection; 401 and 403 are answers too. */
export const probeApi: Probe = (target, { line, sampling, authority }) =>
  probeHttp({ target, path: '/version', line, sampling, who: authentication(target.host, authority, ['http/1.1']) })

/** The monitoring port of a Broker, plain HTTP. */
export const probeMonitoring: Probe = (target, { line, sampling }) =>
  probeHttp({ target, path: '/healthz', line, sampling, who: undefined })

interface Question {
  readonly target: ProbeTarget
  readonly path: string
  readonly line: Line
  readonly sampling: Sampling
  /** Undefined: plain HTTP. */
  readonly who: Authentication | undefined
}

async function probeHttp(question: Question): ReturnType<Probe> {
  const { line, sampling, who } = question
  const met = await meet(question)
  const missing = sampling.wanted - met.warm.kept.length
  const fresh = missing > 0 ? await askAnew(question, missing) : { kept: [], late: [] }
  const roundTrips = { kept: [...met.warm.kept, ...fresh.kept], late: [...met.warm.late, ...fresh.late] }
  const connects = await met.connects
  return {
    status: 'answered',
    connect: timingOf(connects, met.connectMs),
    roundTrip: timingOf(roundTrips, met.cold.ms),
    ...(met.tls ? { tls: met.tls } : {}),
    httpStatus: met.cold.status,
  }
}
