import type { ProbeRequest } from '@fleet-auditor/audit/ports/prober.ts'
import { entryOf } from '@fleet-auditor/model/host-port.ts'
import type { Observation, ProbeKind, ProbeResult, ProbeTarget } from '@fleet-auditor/model/observation.ts'
import pLimit, { type LimitFunction } from 'p-limit'
import { clusterLookup, type ClusterLookup } from './addresses/cluster-lookup.ts'
import type { Lookup } from './addresses/name-lookup.ts'
import { findRoute, type Route } from './addresses/route.ts'
import { timingOf } from './connection/timing.ts'
import { cancelledResult, faultOf, ProbeFault, silent } from './probe-fault.ts'
import { probeBroker } from './targets/broker-probe.ts'
import { probeControl } from './targets/control-probe.ts'
import { probeApi, probeMonitoring } from './targets/http-probe.ts'
import { probePlain, probeProvider } from './targets/plain-probe.ts'
import type { Probe } from './targets/probe.ts'
import { probeServer } from './targets/server-probe.ts'
import type { LoopWatch } from './worker/loop-watch.ts'

const probes: Readonly<Record<ProbeKind, Probe>> = {
  api: probeApi,
  broker: probeBroker,
  monitoring: probeMonitoring,
  control: probeControl,
  server: probeServer,
  plain: probePlain,
  provider: probeProvider,
}

/** What the probes of one thread share. */
interface ProbingTools {
  /** Sockets at once. */
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
    const ofCluster = clusterLookup(lookup, request, signal)
    try {
      return await Promise.all(
        request.targets.map((target) => observe(target, { request, signal, limit, watch, lookup: ofCluster })),
      )
    } finally {
      watch.end()
    }
  }
}

interface Job extends Pick<ProbingTools, 'watch'> {
  readonly request: ProbeRequest
  readonly signal: AbortSignal
  readonly limit: LimitFunction
  readonly lookup: ClusterLookup
}

async function observe(target: ProbeTarget, job: Job): Promise<Observation> {
  const at = new Date().toISOString()
  // Without a place among the sockets: names without an answer would else hold the other clusters' places.
  const seen = await findRoute(target, job.request, job.lookup).then(
    (route) => follow(route, target, job),
    (error: unknown) => ({ addresses: [], result: faultResult(error) }),
  )
  return { vantage: job.request.vantage.name, target, ...seen, at }
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

/** The result that an observation of a faulted probe carries. */
function faultResult(error: unknown): ProbeResult {
  const fault = faultOf(error)
  if (fault.status === 'cancelled') return cancelledResult
  if (fault.status === 'silent') return { ...fault }
  const connectMs = error instanceof ProbeFault ? error.connectMs : undefined
  return { ...fault, connect: timingOf({ accepted: [], late: [] }, connectMs ?? 0) }
}
