import type { ProbeRequest } from '@fleet-auditor/audit/ports/prober.ts'
import { entryOf } from '@fleet-auditor/model/host-port.ts'
import type { Observation, ProbeKind, ProbeResult, ProbeTarget } from '@fleet-auditor/model/observation.ts'
import pLimit, { type LimitFunction } from 'p-limit'
import { findRoute, type Lookup, type Route } from './addresses/route.ts'
import { cancelled, faultResult, silent } from './probe-fault.ts'
import { probeBroker } from './targets/broker-probe.ts'
import { probeControl } from './targets/control-probe.ts'
import { probeApi, probeMonitoring } from './targets/http-probe.ts'
import type { Probe } from './targets/probe.ts'
import type { LoopWatch } from './worker/loop-watch.ts'

const probes: Readonly<Record<ProbeKind, Probe>> = {
  api: probeApi,
  broker: probeBroker,
  monitoring: probeMonitoring,
  control: probeControl,
}

/** What the probes of one thread share. */
interface ProbingTools {
  /** Sockets and look-ups at once. */
  readonly sockets: number
  readonly watch: LoopWatch
  readonly lookup: Lookup
}

export type ProbeTargets = (request: ProbeRequest, signal: AbortSignal) => Promise<Observation[]>

/** Samples accepted per figure, the cold one aside: a median of fewer means little. */
const samplesWanted = 5

/** The prober without its thread: observations in the order of the targets, and never a rejection. */
export function createProbing({ sockets, watch, lookup }: ProbingTools): ProbeTargets {
  const limit = pLimit(sockets)
  return async (request, signal) => {
    watch.begin()
    try {
      return await Promise.all(
        request.targets.map((target) => observe(target, { request, signal, limit, watch, lookup })),
      )
    } finally {
      watch.end()
    }
  }
}

interface Job extends Pick<ProbingTools, 'watch' | 'lookup'> {
  readonly request: ProbeRequest
  readonly signal: AbortSignal
  readonly limit: LimitFunction
}

async function observe(target: ProbeTarget, job: Job): Promise<Observation> {
  const at = new Date().toISOString()
  const seen = await job
    .limit(() => routeTo(target, job))
    .then(
      (route) => follow(route, target, job),
      (error: unknown) => ({ addresses: [], result: faultResult(error) }),
    )
  return { vantage: job.request.vantage.name, target, ...seen, at }
}

/** Bounded in time as a connection is. */
async function routeTo(target: ProbeTarget, { request, signal, lookup }: Job): Promise<Route> {
  const { promise, reject } = Promise.withResolvers<never>()
  const onAbort = () => reject(cancelled())
  const timer = setTimeout(
    () => reject(silent('unresolved', `no answer from DNS within ${request.timeoutMs} ms`)),
    request.timeoutMs,
  )
  signal.addEventListener('abort', onAbort, { once: true })
  if (signal.aborted) onAbort()
  try {
    return await Promise.race([promise, findRoute(target, request, lookup)])
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', onAbort)
  }
}

type Seen = Pick<Observation, 'addresses' | 'result'>

/** Dials the first address; the next one only where this host has no route to it (a name with IPv6 addresses, say). */
async function follow({ addresses, port, refusal }: Route, target: ProbeTarget, job: Job): Promise<Seen> {
  if (refusal) return { addresses: [...addresses], result: { status: 'not-dialled', ...refusal } }
  let first: Seen | undefined
  for (const address of addresses) {
    const result = await probeAddress(address, port, target, job)
    const seen = { addresses: [address, ...addresses.filter((other) => other !== address)], result }
    first ??= seen
    if (!isUnroutable(result)) return seen
  }
  return first ?? { addresses: [], result: faultResult(silent('unresolved', 'no address')) }
}

async function probeAddress(address: string, port: number, target: ProbeTarget, job: Job): Promise<ProbeResult> {
  const { request, signal, limit, watch } = job
  try {
    return await probes[target.kind](target, {
      dial: { address, port, timeoutMs: request.timeoutMs, signal, limit, late: () => watch.late() },
      wanted: samplesWanted,
      authority: entryOf(request.authorities, target.host, target.port),
    })
  } catch (error) {
    return faultResult(error)
  }
}

const isUnroutable = (result: ProbeResult): boolean => result.status === 'silent' && result.why === 'unroutable'
