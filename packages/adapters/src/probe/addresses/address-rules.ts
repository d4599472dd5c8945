import { isIP } from 'node:net'
import { covers, parseRange, type AddressRange } from '@fleet-auditor/model/address-range.ts'
import { hostPort, splitHostPort } from '@fleet-auditor/model/host-port.ts'
import type { ProbeTarget } from '@fleet-auditor/model/observation.ts'
import type { Vantage } from '@fleet-auditor/model/vantage.ts'
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
 * and a Meshery Server live at any port; a control target must be the one its vantage declares; a Server names its
 * Remote Provider by a redirect, which must lead to HTTPS' port; objects of a cluster choose among few.
 */
export function portRule({ kind, host, port }: ProbeTarget, place: Place): AddressRule | undefined {
  if (!Number.isInteger(port) || port < 1 || port > 65_535) return 'port'
  if (kind === 'api' || kind === 'server') return undefined
  if (kind === 'plain') return port === 80 ? undefined : 'port'
  if (kind === 'provider') return port === 443 ? undefined : 'port'
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

/** IPv4-mapped is no address of its own: the kernel dials the IPv4 one. */
const mappedPrefix = 0xffffn

/** Where a form of IPv6 carries an IPv4 address: `prefix` in its upper `bits`, the address `shift` bits from the end. */
interface Form {
  readonly prefix: bigint
  readonly bits: bigint
  readonly read: (value: bigint) => readonly bigint[]
}

const ipv4At = (value: bigint, shift: bigint): bigint => (value >> shift) & 0xffffffffn

/** Behind a /48 the address is split by the bits 64 to 71, which stay zero (RFC 6052 §2.2). */
const ipv4Behind48 = (value: bigint): bigint => (((value >> 64n) & 0xffffn) << 16n) | ((value >> 40n) & 0xffffn)

const forms: readonly Form[] = [
  { prefix: 0n, bits: 96n, read: (value) => [ipv4At(value, 0n)] }, // IPv4-compatible, RFC 4291
  { prefix: 0xffff0000n, bits: 96n, read: (value) => [ipv4At(value, 0n)] }, // IPv4-translated, RFC 2765
  { prefix: 0x0064ff9bn << 64n, bits: 96n, read: (value) => [ipv4At(value, 0n)] }, // NAT64, RFC 6052
  // Local NAT64 (RFC 8215): its operator chose the prefix length, so both usual ones are read.
  { prefix: 0x0064ff9b0001n, bits: 48n, read: (value) => unlessZero([ipv4At(value, 0n), ipv4Behind48(value)]) },
  { prefix: 0x2002n, bits: 16n, read: (value) => [ipv4At(value, 80n)] }, // 6to4, RFC 3056
  // Teredo, RFC 4380: the server, then the client with its bits turned over.
  { prefix: 0x20010000n, bits: 32n, read: (value) => [ipv4At(value, 64n), ipv4At(value, 0n) ^ 0xffffffffn] },
]

function unlessZero(values: readonly bigint[]): readonly bigint[] {
  const set = values.filter((value) => value !== 0n)
  return set.length > 0 ? set : [0n]
}

/** Every address a dialled one stands for: itself, and the IPv4 ones its form carries (mapped: the IPv4 one alone). */
function addressesWithin(address: AddressRange): AddressRange[] {
  if (address.family === 4) return [address]
  const value = address.first
  if (value >> 32n === mappedPrefix) return [ipv4(ipv4At(value, 0n))]
  // :: and ::1 are addresses of their own though they begin like an IPv4-compatible one.
  if (value <= 1n) return [address]
  const form = forms.find(({ prefix, bits }) => value >> (128n - bits) === prefix)
  return [address, ...(form?.read(value) ?? []).map(ipv4)]
}

const ipv4 = (value: bigint): AddressRange => ({ family: 4, first: value, last: value })
