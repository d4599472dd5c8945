import { addressRule, portRule, type Place } from '@fleet-auditor/adapters/probe/addresses/address-rules.ts'
import type { ProbeKind } from '@fleet-auditor/model/observation.ts'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

const place = (vantage: Partial<Place['vantage']> = {}, loopbackCluster = false): Place => ({
  vantage: { kind: 'local', allow: [], ...vantage },
  loopbackCluster,
})

/** rule, then the first and last address of each range it names, and what lies between them. */
const refused: readonly (readonly [string, ...string[]])[] = [
  ['unspecified', '0.0.0.0', '0.255.255.255', '::'],
  ['loopback', '127.0.0.1', '127.255.255.255', '::1'],
  ['link-local', '169.254.0.0', '169.254.255.255', 'fe80::1', 'febf:ffff::1'],
  ['metadata', '169.254.169.254', '169.254.170.2', '169.254.170.23', '100.100.100.200', '168.63.129.16', '192.0.0.192'],
  ['metadata', 'fd00:ec2::254', 'fd00:ec2::23', 'fd20:ce::254'],
  ['private', '10.0.0.0', '10.255.255.255', '172.16.0.0', '172.31.255.255', '192.168.0.0', '192.168.255.255'],
  ['private', 'fc00::1', 'fdff:ffff::1'],
  ['carrier-grade-nat', '100.64.0.0', '100.127.255.255'],
  ['documentation', '192.0.2.1', '198.51.100.255', '203.0.113.7', '2001:db8::1', '3fff:fff::1'],
  ['benchmark', '198.18.0.0', '198.19.255.255', '2001:2::1'],
  ['broadcast', '255.255.255.255'],
  ['multicast', '224.0.0.1', '239.255.255.255', 'ff02::1', 'ff0e::1'],
  ['transition', '192.88.99.1', '2002:808:808::1', '2001::1', '::808:808', '::ffff:0:808:808', '64:ff9b:1::808:808'],
  ['reserved', '192.0.0.1', '240.0.0.1', '255.255.255.254', '2001:1ff::1', '100::1', 'fec0::1', '5f00::1', '4000::1'],
  ['scope', 'fe80::1%eth0', '2600::1%lo'],
  ['malformed', '', 'localhost', '127.1', '0x7f000001', '2130706433', '0177.0.0.1', '10.0.0.0/8', '8.8.8.8 '],
]
/** Hosts of the Internet, most of them adjacent to a special range. */
const open = [
  '1.1.1.1',
  '9.255.255.255',
  '11.0.0.0',
  '100.63.255.255',
  '100.128.0.0',
  '126.255.255.255',
  '128.0.0.0',
  '169.253.255.255',
  '169.255.0.0',
  '172.15.255.255',
  '172.32.0.0',
  '192.167.255.255',
  '192.169.0.0',
  '198.17.255.255',
  '198.20.0.0',
  '223.255.255.255',
  '168.63.129.15',
  '2600::1',
  '2a00:1450::1',
  '3ffe::1',
  '::ffff:8.8.8.8',
  '64:ff9b::8.8.8.8',
  '2001:4860:4860::8888',
]
const refusedCases = refused.flatMap(([rule, ...addresses]) => addresses.map((address) => ({ rule, address })))

describe('addressRule', () => {
  it.each(refusedCases)('refuses $address as $rule', ({ rule, address }) => {
    expect(addressRule(address, place())).toBe(rule)
  })

  it.each(open)('lets %s through', (address) => {
    expect(addressRule(address, place())).toBeUndefined()
  })
})

const forms = {
  mapped: (hex: string) => `::ffff:${hex}`,
  nat64: (hex: string) => `64:ff9b::${hex}`,
}
/** Special in themselves: allowed as such, the address they carry is judged all the same. */
const specialForms = {
  compatible: { allow: '::/96', of: (hex: string) => `::${hex}` },
  translated: { allow: '::ffff:0:0:0/96', of: (hex: string) => `::ffff:0:${hex}` },
  'local nat64 /96': { allow: '64:ff9b:1::/48', of: (hex: string) => `64:ff9b:1::${hex}` },
  'local nat64 /48': { allow: '64:ff9b:1::/48', of: (hex: string) => localNat64(hex) },
  '6to4': { allow: '2002::/16', of: (hex: string) => `2002:${hex}::1` },
  'teredo server': { allow: '2001::/32', of: (hex: string) => `2001:0:${hex}::f7f7:f7f7` },
  'teredo client': { allow: '2001::/32', of: (hex: string) => `2001:0:808:808::${turnedOver(hex)}` },
}
function localNat64(hex: string): string {
  const [upper = '', lower = ''] = hex.split(':').map((part) => part.padStart(4, '0'))
  return `64:ff9b:1:${upper}:00${lower.slice(0, 2)}:${lower.slice(2)}00::`
}
const turnedOver = (hex: string): string =>
  hex
    .split(':')
    .map((part) => (Number.parseInt(part, 16) ^ 0xffff).toString(16))
    .join(':')

const carried = [
  { rule: 'loopback', address: '127.0.0.1' },
  { rule: 'metadata', address: '169.254.169.254' },
  { rule: 'private', address: '10.1.2.3' },
  { rule: 'carrier-grade-nat', address: '100.64.0.1' },
  { rule: 'multicast', address: '224.0.0.1' },
]
const hexOf = (ipv4: string): string => {
  const [a = 0, b = 0, c = 0, d = 0] = ipv4.split('.').map(Number)
  return `${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`
}

describe('addressRule on IPv6 that carries IPv4', () => {
  const named = Object.entries(forms).flatMap(([form, of]) => carried.map((one) => ({ form, of, ...one })))
  it.each(named)('$form of $address is $rule', ({ of, rule, address }) => {
    expect(addressRule(of(hexOf(address)), place())).toBe(rule)
    expect(addressRule(of(hexOf(address)), place({ allow: [`${address}/32`] }))).toBeUndefined()
  })

  const special = Object.entries(specialForms).flatMap(([form, how]) =>
    carried.map((one) => ({ form, ...how, ...one })),
  )
  it.each(special)('$form of $address is refused, and is $rule where its form is allowed', (example) => {
    const address = example.of(hexOf(example.address))
    expect(addressRule(address, place())).toBe('transition')
    expect(addressRule(address, place({ allow: [example.allow] }))).toBe(example.rule)
    expect(addressRule(address, place({ allow: [example.allow, example.address] }))).toBeUndefined()
  })

  it('judges the mapped form of any IPv4 address as that address', () => {
    fc.assert(
      fc.property(fc.ipV4(), (address) => {
        expect(addressRule(`::ffff:${address}`, place())).toBe(addressRule(address, place()))
      }),
    )
  })
})

describe('what a vantage allows', () => {
  it.each([
    ['an allowed range', '127.0.0.1', place({ allow: ['127.0.0.0/8'] }), undefined],
    ['an allowed range of another family', '127.0.0.1', place({ allow: ['::/0'] }), 'loopback'],
    ['all of IPv4 allowed', '169.254.169.254', place({ allow: ['0.0.0.0/0'] }), undefined],
    ['two halves of a range', '10.0.0.1', place({ allow: ['10.0.0.0/9', '10.128.0.0/9'] }), undefined],
    ['a range beside it', '10.1.0.1', place({ allow: ['10.0.0.0/16'] }), 'private'],
    ['private from a private network', '10.0.0.1', place({ network: 'private' }), undefined],
    ['unique local from a private network', 'fd12::1', place({ network: 'private' }), undefined],
    ['metadata inside unique local', 'fd00:ec2::254', place({ network: 'private' }), 'metadata'],
    ['carrier-grade NAT from a private network', '100.64.0.1', place({ network: 'private' }), 'carrier-grade-nat'],
    ['private from the Internet', '10.0.0.1', place({ network: 'internet' }), 'private'],
    ['loopback of a loopback cluster', '127.0.0.1', place({}, true), undefined],
    ['IPv6 loopback of a loopback cluster', '::1', place({}, true), undefined],
    ['mapped loopback of a loopback cluster', '::ffff:127.0.0.1', place({}, true), undefined],
    ['unspecified for a loopback cluster', '0.0.0.0', place({}, true), 'unspecified'],
    ['private for a loopback cluster', '192.168.49.2', place({}, true), 'private'],
    ['loopback of a loopback cluster from a function', '127.0.0.1', place({ kind: 'lambda' }, true), 'loopback'],
  ] as const)('%s', (_, address, where, rule) => {
    expect(addressRule(address, where)).toBe(rule)
  })
})

describe('portRule', () => {
  const rule = (kind: ProbeKind, port: number, where = place(), host = 'a.test') =>
    portRule({ kind, host, port }, where)

  it.each([4222, 8222, 30_000, 31_234, 32_767])('a Broker may be at %i', (port) => {
    expect(rule('broker', port)).toBeUndefined()
    expect(rule('monitoring', port)).toBeUndefined()
  })

  it.each([0, -1, 1.5, 22, 80, 443, 4221, 6222, 6443, 29_999, 32_768, 65_536])('a Broker is not at %d', (port) => {
    expect(rule('broker', port)).toBe('port')
    expect(rule('monitoring', port)).toBe('port')
  })

  it.each([443, 6443, 16_443])('an API server may be at %i', (port) => expect(rule('api', port)).toBeUndefined())
  it.each([0, 65_536])('no API server is at %i', (port) => expect(rule('api', port)).toBe('port'))

  it.each([
    ['the declared one', 'Ctl.test', 443, 'ctl.test:443', undefined],
    ['IPv6 in brackets', '[2600::1]', 443, '[2600::1]:443', undefined],
    ['another port', 'ctl.test', 80, 'ctl.test:443', 'control'],
    ['another host', 'else.test', 443, 'ctl.test:443', 'control'],
    ['none declared', 'ctl.test', 443, undefined, 'control'],
  ])('control target: %s', (_, host, port, control, expected) => {
    expect(rule('control', port, place(control === undefined ? {} : { control }), host)).toBe(expected)
  })
})
