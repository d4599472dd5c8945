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

/** Where the hosts of the Internet live: all of IPv4 but the special blocks, and 2000::/3. */
const internet = {
  4: { whole: range('0.0.0.0/0'), special: specialIpv4.map(range) },
  6: { whole: range('2000::/3'), special: [] },
} as const

/** A larger part of the public addresses than this is no origin that anybody owns. */
const largestPart = 0.01
/** Public addresses of the largest single block that one holder has: an IPv4 /8. */
const largestBlock = 1n << 24n

/**
 * Whether the ranges together admit the Internet, or so much of it that they limit nothing: more than 1 % of the public
 * addresses of one family, or one range of IPv4 that is wider than a /8. Halves that add up to everything count, and
 * blocks where no public host lives do not.
 */
export function admitsInternet(texts: readonly string[]): boolean {
  const ranges = texts.map(parseRange).filter((parsed) => parsed !== undefined)
  const wide = ranges.some((one) => one.family === 4 && publicSize([one], 4) > largestBlock)
  return wide || partOf(ranges, 4) > largestPart || partOf(ranges, 6) > largestPart
}

const partOf = (ranges: readonly AddressRange[], family: 4 | 6): number =>
  Number(publicSize(ranges, family)) / Number(publicSize([internet[family].whole], family))

function publicSize(ranges: readonly AddressRange[], family: 4 | 6): bigint {
  const { whole, special } = internet[family]
  const given = clipped(mergeRanges(ranges, family), [whole])
  return size(given) - size(clipped(given, mergeRanges(special, family)))
}

/** What two lists of ranges of one family share; neither list overlaps itself. */
const clipped = (ranges: readonly AddressRange[], others: readonly AddressRange[]): AddressRange[] =>
  ranges.flatMap(({ family, first, last }) =>
    others
      .map((other) => ({
        family,
        first: first < other.first ? other.first : first,
        last: last > other.last ? other.last : last,
      }))
      .filter((shared) => shared.first <= shared.last),
  )

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

/** Class E: no router of the Internet has a way to it, and GKE gives it to nodes, pods and internal load balancers. */
const classE = range('240.0.0.0/4')

/**
 * Addresses that only a private network routes: RFC 1918, RFC 6598 (carrier grade), class E (but the broadcast address)
 * and IPv6 unique local.
 */
export function isPrivateAddress(text: string): boolean {
  const kind = addressKind(text) ?? ''
  if (['private', 'uniqueLocal', 'carrierGradeNat'].includes(kind)) return true
  const address = kind === 'reserved' ? parseRange(text) : undefined
  return address !== undefined && covers([classE], address)
}

export const isPublicAddress = (text: string): boolean => addressKind(text) === 'unicast'
