import { parseRange, type AddressRange } from '@fleet-auditor/model/address-range.ts'

/** Why an address is not an ordinary host of the Internet. */
export type RangeRule =
  | 'unspecified'
  | 'loopback'
  | 'link-local'
  | 'metadata'
  | 'private'
  | 'carrier-grade-nat'
  | 'multicast'
  | 'broadcast'
  | 'documentation'
  | 'benchmark'
  | 'transition'
  | 'reserved'

/**
 * The IANA special-purpose registries (RFC 6890, 8190) and the addresses at which clouds hand out credentials:
 * AWS (IMDS, ECS, EKS Pod Identity, over both families), Google over IPv6, Alibaba, Azure's wire server, Oracle's old one.
 * The first row that holds an address names it, so narrow rows stand above wide ones.
 */
const rows: readonly (readonly [RangeRule, ...string[]])[] = [
  ['metadata', '169.254.169.254', '169.254.170.2', '169.254.170.23', '100.100.100.200', '168.63.129.16', '192.0.0.192'],
  ['metadata', 'fd00:ec2::254', 'fd00:ec2::23', 'fd20:ce::254'],
  ['unspecified', '0.0.0.0/8', '::/128'],
  ['loopback', '127.0.0.0/8', '::1/128'],
  ['link-local', '169.254.0.0/16', 'fe80::/10'],
  ['private', '10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7'],
  ['carrier-grade-nat', '100.64.0.0/10'],
  ['documentation', '192.0.2.0/24', '198.51.100.0/24', '203.0.113.0/24', '2001:db8::/32', '3fff::/20'],
  ['benchmark', '198.18.0.0/15', '2001:2::/48'],
  ['broadcast', '255.255.255.255'],
  ['multicast', '224.0.0.0/4', 'ff00::/8'],
  // 6to4, its relay, Teredo, IPv4-compatible, IPv4-translated and local NAT64: no API server or Broker lives there.
  ['transition', '192.88.99.0/24', '2002::/16', '2001::/32', '::/96', '::ffff:0:0:0/96', '64:ff9b:1::/48'],
  ['reserved', '192.0.0.0/24', '240.0.0.0/4', '2001::/23'],
]

const special = rows.flatMap(([rule, ...cidrs]) => cidrs.map((cidr) => ({ rule, range: rangeOf(cidr) })))

/** Public IPv6 is 2000::/3; the well-known NAT64 prefix reaches public IPv4 (RFC 6052), judged by what it embeds. */
const publicIpv6 = [rangeOf('2000::/3'), rangeOf('64:ff9b::/96')]

export function specialRange(address: AddressRange): RangeRule | undefined {
  const found = special.find(({ range }) => holds(range, address))
  if (found) return found.rule
  if (address.family === 4 || publicIpv6.some((range) => holds(range, address))) return undefined
  return 'reserved'
}

const holds = (outer: AddressRange, inner: AddressRange): boolean =>
  outer.family === inner.family && outer.first <= inner.first && inner.last <= outer.last

function rangeOf(cidr: string): AddressRange {
  const range = parseRange(cidr)
  if (!range) throw new RangeError(`not a CIDR: ${cidr}`)
  return range
}
