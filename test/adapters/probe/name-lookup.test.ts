import { createNameLookup } from '@fleet-auditor/adapters/probe/addresses/name-lookup.ts'
import { ProbeFault } from '@fleet-auditor/adapters/probe/probe-fault.ts'
import { describe, expect, it } from 'vitest'
import { dnsServer } from './dns-server.ts'
import { idle } from './requests.ts'

const noFiles = { hosts: '', resolver: '' }

async function faultOf(looking: Promise<unknown>): Promise<unknown> {
  const error: unknown = await looking.catch((thrown: unknown) => thrown)
  return error instanceof ProbeFault ? error.fault : error
}

describe('DNS', () => {
  it('gives the addresses of both families, IPv4 first', async () => {
    const { at } = await dnsServer({ 'a.test': { 4: '192.0.2.7', 6: '2001:db8::7' } })
    const lookup = createNameLookup({ servers: [at], files: noFiles })
    expect(await lookup('a.test', idle())).toEqual(['192.0.2.7', '2001:db8::7'])
  })

  it.each([
    ['IPv4', { 4: '192.0.2.7' }, ['192.0.2.7']],
    ['IPv6', { 6: '2001:db8::7' }, ['2001:db8::7']],
  ])('gives those of %s where there are no others', async (_, entry, addresses) => {
    const { at } = await dnsServer({ 'a.test': entry })
    expect(await createNameLookup({ servers: [at], files: noFiles })('a.test', idle())).toEqual(addresses)
  })

  it.each([
    ['a name that it does not know', {}, 'ENOTFOUND'],
    ['a name without an address', { 'a.test': {} }, 'ENODATA'],
  ])('of %s is a fault that names the code', async (_, zone, code) => {
    const { at } = await dnsServer(zone)
    const looking = createNameLookup({ servers: [at], files: noFiles })('a.test', idle())
    expect(await faultOf(looking)).toEqual({
      status: 'silent',
      why: 'unresolved',
      detail: expect.stringContaining(code),
    })
  })

  it('without a DNS server is unresolved, not a connection that the target refused', async () => {
    const looking = createNameLookup({ servers: ['127.0.0.1:1'], files: noFiles })('a.test', idle())
    expect(await faultOf(looking)).toMatchObject({ status: 'silent', why: 'unresolved' })
  })

  it.each([
    ['IPv4', { 4: 'failing' }],
    ['IPv6', { 6: 'failing' }],
  ])(
    'that fails for %s leaves open what the name has: it is not absent, and no other spelling is tried',
    async (_, entry) => {
      const { at, questions } = await dnsServer({ 'a.test': entry, 'a.test.in.test': { 4: '192.0.2.7' } })
      const files = { hosts: '', resolver: 'search in.test' }
      const looking = createNameLookup({ servers: [at], files })('a.test', idle())
      expect(await faultOf(looking)).toEqual({ status: 'silent', why: 'unresolved', detail: 'DNS answered ESERVFAIL' })
      expect(questions.filter((question) => question.includes('in.test'))).toEqual([])
    },
  )

  it.each([
    ['IPv4', { 4: 'failing', 6: '2001:db8::7' }, ['2001:db8::7']],
    ['IPv6', { 4: '192.0.2.7', 6: 'failing' }, ['192.0.2.7']],
  ])('that fails for %s gives the addresses of the other family', async (_, entry, addresses) => {
    const { at } = await dnsServer({ 'a.test': entry })
    expect(await createNameLookup({ servers: [at], files: noFiles })('a.test', idle())).toEqual(addresses)
  })

  it('is not asked once the time is over', async () => {
    const { at, questions } = await dnsServer({ 'a.test': { 4: '192.0.2.7' } })
    const looking = createNameLookup({ servers: [at], files: noFiles })('a.test', AbortSignal.abort())
    expect(await faultOf(looking)).toMatchObject({ why: 'unresolved', detail: 'DNS was not asked in time' })
    expect(questions).toEqual([])
  })

  it('that is silent ends with the signal', async () => {
    const { at, questions } = await dnsServer('silent')
    const looking = createNameLookup({ servers: [at], files: noFiles })('a.test', AbortSignal.timeout(300))
    expect(await faultOf(looking)).toMatchObject({ why: 'unresolved', detail: 'DNS did not answer in time' })
    expect(questions).toEqual(expect.arrayContaining(['A a.test', 'AAAA a.test']))
  })
})

describe('the system’s files:', () => {
  const hosts = '127.0.0.1 localhost\n# 10.9.9.9 b.test\n2001:db8::1 b.test b\n192.0.2.1\tB.test # first\n\n'

  it('the hosts file goes before DNS', async () => {
    const { at, questions } = await dnsServer({ 'b.test': { 4: '192.0.2.9' } })
    const lookup = createNameLookup({ servers: [at], files: { hosts, resolver: '' } })
    expect(await lookup('b.test', idle())).toEqual(['192.0.2.1', '2001:db8::1'])
    expect(questions).toEqual([])
  })

  it.each(['localhost', 'broker.localhost'])('%s is loopback without either', async (name) => {
    const { at, questions } = await dnsServer('silent')
    const lookup = createNameLookup({ servers: [at], files: noFiles })
    expect(await lookup(name, idle())).toEqual(['127.0.0.1', '::1'])
    expect(questions).toEqual([])
  })

  const zone = {
    'a.test': { 4: '192.0.2.1' },
    'a.test.in.test': { 4: '192.0.2.2' },
    'broker.in.test': { 4: '192.0.2.3' },
  }
  it.each([
    ['a name with a dot is asked for as it is written', 'a.test', 'search in.test', '192.0.2.1'],
    ['a name without one is asked for in the search domains', 'broker', 'search out.test in.test.', '192.0.2.3'],
    [
      'fewer dots than ndots: the search domains first',
      'a.test',
      'domain in.test\noptions rotate ndots:5',
      '192.0.2.2',
    ],
    ['fewer dots than ndots: then as it is written', 'a.test', 'search out.test\noptions ndots:5', '192.0.2.1'],
  ])('%s', async (_, name, resolver, address) => {
    const { at } = await dnsServer(zone)
    expect(await createNameLookup({ servers: [at], files: { hosts, resolver } })(name, idle())).toEqual([address])
  })
})
