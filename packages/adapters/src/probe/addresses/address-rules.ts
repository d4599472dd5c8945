import { isIP } from 'node:net'
import { covers, parseRange } from '@fleet-auditor/model/address-range.ts'
import { hostPort, splitHostPort } from '@fleet-auditor/model/host-port.ts'
import type { ProbeTarget } from '@fleet-auditor/model/observation.ts'
import type { Vantage } from '@fleet-auditor/model/vantage.ts'
import { addressesWithin } from './embedded-addresses.ts'
import { specialRange, type RangeRule } from './special-ranges.ts'

/** The name of the rule that forbids a connection. */
export type AddressRule = RangeRule | 'port' | 'control' | 'scope' | 'malformed'

/** Where probes leave from, as far as the rules ask. */
export interface Place {
  readonly vantage: Pick<Vantage, 'kind' | 'network' | 'allow' | 'control'>
  /** The cluster's own API server is on loopback; counts for a local vantage only. */
  readonly loopbackCluster: boolean
}

/** NATS client and monitoring ports, and what Kubernetes gives to NodePorts by default. */
const openPorts = [
  { first: 4222, last: 4222 },
  { first: 8222, last: 8222 },
  { first: 30_000, last: 32_767 },
] as const

/**
 * The port as the target names it: `connectTo` is the operator's word and may lead anywhere. A cluster's API server
 * lives at any port; a control target must be the one its vantage declares; objects of a cluster choose among few.
 */
export function portRule({ kind, host, port }: ProbeTarget, place: Place): AddressRule | undefined {
  if (!Number.isInteger(port) || port < 1 || port > 65_535) return 'port'
  if (kind === 'api') return undefined
  if (kind === 'control') return isDeclared(host, port, place.vantage.control) ? undefined : 'control'
  return openPorts.some(({ first, last }) => first <= port && port <= last) ? undefined : 'port'
}

function isDeclared(host: string, port: number, control: string | undefined): boolean {
  if (control === undefined) return false
  const declared = splitHostPort(control)
  return hostPort(host, port) === hostPort(declared.host, declared.port)
}

/**
 * Judges the address that would be dialled, after `resolve` and `connectTo`. Undefined: it may be dialled.
 * Every IPv4 address that an IPv6 one carries is judged beside it; the first that is refused names the rule.
 */
export function addressRule(address: string, place: Place): AddressRule | undefined {
  // A zone picks the interface, and with it the network: no name or object of a cluster may do that.
  if (address.includes('%')) return 'scope'
  // Looser spellings (127.1, 0x7f000001) are read in different ways by different readers.
  const parsed = isIP(address) === 0 ? undefined : parseRange(address)
  if (!parsed) return 'malformed'
  const allowed = place.vantage.allow.map(parseRange).filter((range) => range !== undefined)
  for (const one of addressesWithin(parsed)) {
    const rule = specialRange(one)
    if (rule && !isHome(rule, place) && !covers(allowed, one)) return rule
  }
  return undefined
}

function isHome(rule: RangeRule, { vantage, loopbackCluster }: Place): boolean {
  if (rule === 'private') return vantage.network === 'private'
  return rule === 'loopback' && loopbackCluster && vantage.kind === 'local'
}
