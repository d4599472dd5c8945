import {
  addressKind,
  admitsInternet,
  covers,
  isPrivateAddress,
  isPublicAddress,
  mergeRanges,
  parseRange,
} from '@fleet-auditor/model/address-range.ts'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

describe('admitsInternet', () => {
  it.each<[string, string[], boolean]>([
    ['everything of IPv4', ['0.0.0.0/0'], true],
    ['everything of IPv6', ['::/0'], true],
    ['two halves', ['0.0.0.0/1', '128.0.0.0/1'], true],
    ['four quarters in any order', ['192.0.0.0/2', '0.0.0.0/2', '128.0.0.0/2', '64.0.0.0/2'], true],
    [
      'all but the ranges no host has',
      [
        '1.0.0.0/8',
        '2.0.0.0/7',
        '4.0.0.0/6',
        '8.0.0.0/7',
        '11.0.0.0/8',
        '12.0.0.0/6',
        '16.0.0.0/4',
        '32.0.0.0/3',
        '64.0.0.0/2',
        '128.0.0.0/2',
        '192.0.0.0/3',
      ],
      true,
    ],
    ['all but one /24', allBut24(), true],
    ['the public part of IPv6', ['2000::/3'], true],
    ['one half', ['0.0.0.0/1'], true],
    ['three quarters', ['0.0.0.0/1', '128.0.0.0/2'], true],
    ['half of IPv6', ['2000::/4'], true],
    ['one range wider than a /8', ['16.0.0.0/7'], true],
    ['three blocks of a /8', ['16.0.0.0/8', '44.0.0.0/8', '53.0.0.0/8'], true],
    ['one whole /8', ['44.0.0.0/8'], false],
    ['one half whose other half is private', ['10.0.0.0/7'], false],
    ['a provider’s block of IPv6', ['2a00::/12'], false],
    ['an office', ['198.51.100.0/24'], false],
    ['private ranges', ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'], false],
    ['nothing', [], false],
    ['no CIDR at all', ['everywhere'], false],
    ['with host bits set', ['10.1.2.3/0'], true],
  ])('%s: %s', (_, ranges, expected) => {
    expect(admitsInternet(ranges)).toBe(expected)
  })
})

/** The IPv4 space without 8.8.8.0/24, as 24 CIDRs. */
function allBut24(): string[] {
  const hole = 0x08_08_08_00
  const cidrs: string[] = []
  for (let bits = 1; bits <= 24; bits++) {
    const sibling = ((hole >>> (32 - bits)) ^ 1) * 2 ** (32 - bits)
    cidrs.push(`${[24, 16, 8, 0].map((shift) => Math.floor(sibling / 2 ** shift) % 256).join('.')}/${bits}`)
  }
  return cidrs
}

describe('ranges', () => {
  it.each([
    ['10.0.0.1', 4],
    ['10.0.0.0/8', 4],
    ['fd00::/8', 6],
    ['::1', 6],
  ] as const)('reads %s', (text, family) => {
    expect(parseRange(text)?.family).toBe(family)
  })

  it.each(['', '10.0.0.0/33', 'fe80::/129', '10.0.0/8x', 'host'])('refuses %s', (text) => {
    expect(parseRange(text)).toBeUndefined()
  })

  it('merges without changing what is covered', () => {
    const range = fc
      .tuple(fc.nat(0xffff), fc.nat(0xff))
      .map(([first, size]) => ({ family: 4 as const, first: BigInt(first), last: BigInt(first + size) }))
    fc.assert(
      fc.property(fc.array(range), fc.nat(0x1_00ff), (ranges, probe) => {
        const point = { family: 4 as const, first: BigInt(probe), last: BigInt(probe) }
        const inAny = ranges.some((each) => each.first <= point.first && point.last <= each.last)
        expect(covers(ranges, point)).toBe(inAny)
        const merged = mergeRanges(ranges, 4)
        for (const [index, each] of merged.entries()) {
          const next = merged[index + 1]
          if (next) expect(next.first > each.last + 1n).toBe(true)
        }
      }),
    )
  })
})

describe('addresses', () => {
  it.each<[string, 'private' | 'public' | 'neither']>([
    ['10.1.2.3', 'private'],
    ['172.31.255.255', 'private'],
    ['172.32.0.1', 'public'],
    ['100.64.0.1', 'private'],
    ['fd12::1', 'private'],
    ['8.8.8.8', 'public'],
    ['2600::1', 'public'],
    ['::ffff:10.0.0.1', 'private'],
    ['127.0.0.1', 'neither'],
    ['169.254.169.254', 'neither'],
    ['240.10.0.7', 'private'],
    ['255.255.255.255', 'neither'],
    ['nonsense', 'neither'],
  ])('%s is %s', (text, expected) => {
    const is = isPrivateAddress(text) ? 'private' : isPublicAddress(text) ? 'public' : 'neither'
    expect(is).toBe(expected)
  })

  it('knows no kind for what is no address', () => {
    expect(addressKind('nonsense')).toBeUndefined()
  })
})
