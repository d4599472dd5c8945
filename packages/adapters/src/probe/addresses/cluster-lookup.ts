import type { ProbeRequest } from '@fleet-auditor/audit/ports/prober.ts'
import type { ProbeKind } from '@fleet-auditor/model/observation.ts'
import pLimit from 'p-limit'
import { withinTime } from '../../wire/within.ts'
import { cancelled, silent } from '../probe-fault.ts'
import type { Lookup } from './name-lookup.ts'

/** The addresses of a target's name. Rejects with a ProbeFault, or what the lookup rejects with. */
export type ClusterLookup = (kind: ProbeKind, name: string) => Promise<readonly string[]>

/** Names that a cluster's objects chose: so many are asked for at once. */
const namesAtOnce = 2
/** Milliseconds that one name may take: a resolver that works answers within one. */
const longestNameMs = 3000

/**
 * The look-ups of one cluster from one vantage: each name once, and all names that the cluster's objects chose within
 * the time of one connection together, so that names whose DNS never answers cost this cluster's probes only. The API
 * server's and the control target's name, which the cluster did not choose, wait behind none of them.
 */
export function clusterLookup(
  lookup: Lookup,
  { timeoutMs }: Pick<ProbeRequest, 'timeoutMs'>,
  signal: AbortSignal,
): ClusterLookup {
  const asked = new Map<string, Promise<readonly string[]>>()
  const lane = pLimit(namesAtOnce)
  let endsAt: number | undefined
  const resolve = async (name: string, limitMs: number): Promise<readonly string[]> => {
    if (signal.aborted) throw cancelled()
    if (limitMs <= 0) throw silent('unresolved', notAsked(timeoutMs))
    try {
      return await withinTime(signal, limitMs, (ending) => lookup(name, ending))
    } catch (error) {
      if (signal.aborted) throw cancelled()
      if (error instanceof DOMException) throw silent('unresolved', `no answer from DNS within ${limitMs} ms`)
      throw error
    }
  }
  const inLane = (name: string): Promise<readonly string[]> =>
    lane(() => {
      endsAt ??= performance.now() + timeoutMs
      return resolve(name, Math.min(longestNameMs, Math.ceil(endsAt - performance.now())))
    })
  return (kind, name) => {
    const chosen = kind === 'broker' || kind === 'monitoring'
    const key = `${chosen} ${name}`
    const first = asked.get(key) ?? (chosen ? inLane(name) : resolve(name, Math.min(longestNameMs, timeoutMs)))
    asked.set(key, first)
    return first
  }
}

const notAsked = (timeoutMs: number): string =>
  `DNS was not asked: the names before this one took the ${timeoutMs} ms that a cluster’s names have`
