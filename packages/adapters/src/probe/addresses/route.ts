import { isIP } from 'node:net'
import type { ProbeRequest } from '@fleet-auditor/audit/ports/prober.ts'
import { entryOf, hostPort, plainHost, resolvedBy, splitHostPort } from '@fleet-auditor/model/host-port.ts'
import type { ProbeTarget } from '@fleet-auditor/model/observation.ts'
import { printable } from '@fleet-auditor/model/printable-text.ts'
import { silent } from '../probe-fault.ts'
import { addressRule, portRule, type AddressRule } from './address-rules.ts'
import type { ClusterLookup } from './cluster-lookup.ts'

/** The way to a target: where to dial, or the rule that forbids it. */
export interface Route {
  readonly addresses: readonly string[]
  readonly port: number
  readonly refusal?: { readonly rule: AddressRule; readonly detail: string }
}

/** Letters, digits, dots, hyphens, and the underscore that some names carry: nothing a resolver reads otherwise. */
const hostName = /^[a-z0-9_]([a-z0-9._-]{0,251}[a-z0-9_-])?$/

/**
 * Follows `connectTo`, then `resolve`, then DNS, and judges every address found: one that is forbidden forbids them
 * all, since a name that leads to both is a name that lies. What is dialled is what was judged, whatever DNS answers later.
 * Rejects with a ProbeFault when nothing was found.
 */
export async function findRoute(target: ProbeTarget, request: ProbeRequest, lookup: ClusterLookup): Promise<Route> {
  const { host, port } = destination(target, request)
  const refusedPort = portRule(target, request)
  if (refusedPort) return refuse([], port, refusedPort, `${target.kind} target ${shown(target)}: port refused`)
  const addresses = await addressesOf(host, request, (name) => lookup(target.kind, name))
  for (const address of addresses) {
    const rule = addressRule(address, request)
    if (rule) return refuse(addresses, port, rule, `${shown(target)} leads to ${printable(address)}: ${rule}`)
  }
  return { addresses, port }
}

const refuse = (addresses: readonly string[], port: number, rule: AddressRule, detail: string): Route => ({
  addresses: addresses.map((address) => printable(address)),
  port,
  refusal: { rule, detail },
})

function destination(target: ProbeTarget, { vantage }: ProbeRequest): { host: string; port: number } {
  const instead = entryOf(vantage.connectTo, target.host, target.port)
  return instead === undefined ? { host: plainHost(target.host), port: target.port } : splitHostPort(instead)
}

async function addressesOf(
  host: string,
  { vantage }: ProbeRequest,
  lookup: (name: string) => Promise<readonly string[]>,
): Promise<readonly string[]> {
  if (isIP(host)) return [host]
  const declared = resolvedBy(vantage.resolve, host)
  if (!declared && !hostName.test(host)) throw silent('unresolved', `not a host name: ${printable(host)}`)
  const found = declared ?? (await lookup(host))
  if (found.length === 0) throw silent('unresolved', `${printable(host)} has no address`)
  return [...new Set(found)]
}

const shown = ({ host, port }: ProbeTarget): string => printable(hostPort(host, port))
