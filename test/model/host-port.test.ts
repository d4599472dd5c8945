import { entryOf, hostPort, parseHostPort, resolvedBy } from '@fleet-auditor/model/host-port.ts'
import { describe, expect, it } from 'vitest'

describe('a host with a port', () => {
  it.each<[text: string, host: string | undefined, port?: number]>([
    ['nats.example.com:4222', 'nats.example.com', 4222],
    [' NATS.example.com.:4222 ', 'nats.example.com', 4222],
    ['192.0.2.7:1', '192.0.2.7', 1],
    ['[2001:db8::1]:4222', '2001:db8::1', 4222],
    ['2001:db8::1:4222', undefined],
    ['nats.example.com', undefined],
    ['nats.example.com:0', undefined],
    ['nats.example.com:65536', undefined],
    ['https://nats.example.com:4222', undefined],
    [':4222', undefined],
    ['', undefined],
  ])('%s is read, or is none', (text, host, port) => {
    expect(parseHostPort(text)).toEqual(host === undefined ? undefined : { host, port })
  })

  it('is read as it is written', () => {
    expect(parseHostPort(hostPort('[2001:DB8::1]', 443))).toEqual({ host: '2001:db8::1', port: 443 })
  })
})

describe('what a vantage declares of a host', () => {
  const resolve = { 'Api.Example.com.': ['192.0.2.7'], '[2001:db8::1]': ['192.0.2.8'] }

  it.each<[host: string, addresses: string[] | undefined]>([
    ['api.example.com', ['192.0.2.7']],
    ['API.EXAMPLE.COM.', ['192.0.2.7']],
    ['2001:db8::1', ['192.0.2.8']],
    ['other.example.com', undefined],
    ['constructor', undefined],
    ['__proto__', undefined],
  ])('is found for %s as it is declared, and for nothing else', (host, addresses) => {
    expect(resolvedBy(resolve, host)).toEqual(addresses)
    expect(entryOf({}, host, 443)).toBeUndefined()
  })
})
