import { createProbing, type ProbeTargets } from '@fleet-auditor/adapters/probe/probe-targets.ts'
import type { ProbeRequest } from '@fleet-auditor/audit/ports/prober.ts'
import type { ProbeKind, ProbeResult, ProbeTarget } from '@fleet-auditor/model/observation.ts'
import { undeclaredVantage, type Vantage } from '@fleet-auditor/model/vantage.ts'

/** No test may wait for this long unless it is about waiting. */
export const longMs = 10_000
/** Long enough for a loopback answer on a busy machine, short enough to wait for. */
export const shortMs = 700

export const neverLate = { late: () => false, begin: () => undefined, end: () => undefined }

/** The prober's inside in this thread, with DNS from a table and a loop that is never late. */
export function probing(
  names: Readonly<Record<string, readonly string[]>> = {},
  tools: Partial<Parameters<typeof createProbing>[0]> = {},
): ProbeTargets {
  const lookup = async (name: string) => {
    const found = names[name]
    if (found) return found
    throw Object.assign(new Error(`getaddrinfo ENOTFOUND ${name}`), { code: 'ENOTFOUND' })
  }
  return createProbing({ sockets: 64, watch: neverLate, lookup, ...tools })
}

export const target = (kind: ProbeKind, host: string, port: number): ProbeTarget => ({ kind, host, port })

/** A request from a vantage that may dial the loopback. */
export function request(
  targets: readonly ProbeTarget[],
  vantage: Partial<Vantage> = {},
  rest: Partial<Omit<ProbeRequest, 'vantage'>> = {},
): ProbeRequest {
  return {
    targets,
    vantage: { ...undeclaredVantage, allow: ['127.0.0.0/8'], ...vantage },
    loopbackCluster: false,
    authorities: {},
    timeoutMs: longMs,
    ...rest,
  }
}

export const idle = (): AbortSignal => new AbortController().signal

/** The result for the one target of a request. */
export async function resultOf(probe: ProbeTargets, asked: ProbeRequest): Promise<ProbeResult> {
  const [observation] = await probe(asked, idle())
  if (!observation) throw new Error('no observation')
  return observation.result
}

/** A Broker by name, led to a loopback port. */
export const brokerAt = (
  port: number,
  vantage: Partial<Vantage> = {},
  rest: Partial<Omit<ProbeRequest, 'vantage'>> = {},
): ProbeRequest =>
  request(
    [target('broker', 'broker.test', 4222)],
    { connectTo: { 'broker.test:4222': `127.0.0.1:${port}` }, ...vantage },
    rest,
  )
