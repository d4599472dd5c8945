import ipaddr from 'ipaddr.js'
import { z } from 'zod'
import { plainHost } from './host-port.ts'

/** Inclusive bounds of a range, as integers of its family's width. */
export interface AddressRange {
  readonly family: 4 | 6
  readonly first: bigint
  readonly last: bigint
}

const toInteger = (bytes: readonly number[]): bigint => {
  let value = 0n
  for (const byte of bytes) value = (value << 8n) | BigInt(byte)
  return value
}

/** The range of a CIDR or of one address; undefined when the text is neither. Host bits may be set, as clouds allow. */
export function parseRange(text: string): AddressRange | undefined {
  const trimmed = text.trim()
  if (!trimmed.includes('/')) {
    if (!ipaddr.isValid(trimmed)) return undefined
    const address = ipaddr.parse(trimmed)
    const value = toInteger(address.toByteArray())
    return { family: address.kind() === 'ipv4' ? 4 : 6, first: value, last: value }
  }
  if (!ipaddr.isValidCIDR(trimmed)) return undefined
  const [address, prefix] = ipaddr.parseCIDR(trimmed)
  const family = address.kind() === 'ipv4' ? 4 : 6
  const hostBits = BigInt((family === 4 ? 32 : 128) - prefix)
  const first = (toInteger(address.toByteArray()) >> hostBits) << hostBits
  return { family, first, last: first + (1n << hostBits) - 1n }
}

export const Cidr = z.string().refine((text) => parseRange(text) !== undefined, 'expected a CIDR such as 10.0.0.0/8')

/** Overlapping and touching ranges of one family joined, sorted. */
export function mergeRanges(ranges: readonly AddressRange[], family: 4 | 6): AddressRange[] {
  const merged: AddressRange[] = []
  const sorted = ranges
    .filter((range) => range.family === family)
    .toSorted((a, b) => (a.first < b.first ? -1 : a.first > b.first ? 1 : 0))
  for (const range of sorted) {
    const top = merged.at(-1)
    if (top && range.first <= top.last + 1n) {
      if (range.last > top.last) merged[merged.length - 1] = { ...top, last: range.last }
    } else merged.push(range)
  }
  return merged
}

/** Every address of `inner` lies in the union of `outer`. */
export function covers(outer: readonly AddressRange[], inner: AddressRange): boolean {
  return mergeRanges(outer, inner.family).some((range) => range.first <= inner.first && inner.last <= range.last)
}

const range = (cidr: string): AddressRange => {
  const parsed = parseRange(cidr)
  if (!parsed) throw new RangeError(`not a CIDR: ${cidr}`)
  return parsed
}

/**
 * The special-purpose IPv4 blocks (IANA registry, RFC 6890 and successors): no host of the public Internet has an
 * address in them. A list that admits every other IPv4 address admits the Internet, though it has no 0.0.0.0/0.
 */
const specialIpv4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/3',
] as const

/** IPv6 hosts of the Internet live in 2000::/3. */
const globalIpv6 = range('2000::/3')

/**
 * Whether the ranges together admit (practically) the whole Internet of one family: nothing of the public space is
 * left out but holes that together are no larger than `slack` (a fraction). Halves that add up to everything count.
 */
export function admitsInternet(texts: readonly string[], slack = 1 / 256): boolean {
  const ranges = texts.map(parseRange).filter((parsed) => parsed !== undefined)
  return (
    admits(ranges, { family: 4, first: 0n, last: (1n << 32n) - 1n }, specialIpv4.map(range), slack) ||
    admits(ranges, globalIpv6, [], slack)
  )
}

function admits(
  ranges: readonly AddressRange[],
  whole: AddressRange,
  ignored: readonly AddressRange[],
  slack: number,
): boolean {
  const clipped = [...ranges, ...ignored]
    .filter((r) => r.family === whole.family && r.last >= whole.first && r.first <= whole.last)
    .map((r) => ({
      ...r,
      first: r.first < whole.first ? whole.first : r.first,
      last: r.last > whole.last ? whole.last : r.last,
    }))
  const given = size(mergeRanges(clipped, whole.family))
  const own = ranges.some((r) => r.family === whole.family)
  const total = whole.last - whole.first + 1n
  return own && Number(total - given) <= Number(total) * slack
}

const size = (ranges: readonly AddressRange[]): bigint => {
  let sum = 0n
  for (const r of ranges) sum += r.last - r.first + 1n
  return sum
}

/** Special ranges of IPv6, and the IPv4 ones, by the name ipaddr.js gives them; `unicast` is the public Internet. */
export function addressKind(text: string): string | undefined {
  if (!ipaddr.isValid(text)) return undefined
  const address = ipaddr.process(text)
  return address.range()
}

/** What cannot be reached from another machine, in the spellings that every reader takes alike. */
export function isLoopback(host: string): boolean {
  const plain = plainHost(host)
  if (plain === 'localhost' || plain === '::1') return true
  return /^127(?:\.\d{1,3}){3}$/.test(plain) && addressKind(plain) === 'loopback'
}

/** Addresses that only a private network routes: RFC 1918, RFC 6598 (carrier grade) and IPv6 unique local. */
export const isPrivateAddress = (text: string): boolean =>
  ['private', 'uniqueLocal', 'carrierGradeNat'].includes(addressKind(text) ?? '')

export const isPublicAddress = (text: string): boolean => addressKind(text) === 'unicast'
