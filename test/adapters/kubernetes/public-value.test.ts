import { publicValue } from '@fleet-auditor/adapters/kubernetes/projections/public-value.ts'
import { readableAnnotationsOf, readableLabelsOf } from '@fleet-auditor/adapters/kubernetes/projections/redaction.ts'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

const elb = 'service.beta.kubernetes.io/aws-load-balancer'

describe('of a configured value is stored', () => {
  it.each([
    ['a word', 'Local', 'Local'],
    ['a host and its port', 'nats.example.com:4222', 'nats.example.com:4222'],
    ['an address and its port', '10.0.0.1:4222', '10.0.0.1:4222'],
    ['an IPv6 address and its port', '[2001:db8::1]:4222', '[2001:db8::1]:4222'],
    ['a URL with its path', 'https://meshery.example.com:9081/api/', 'https://meshery.example.com:9081/api/'],
    ['a URL of another scheme', 'nats://10.0.0.1:4222', 'nats://10.0.0.1:4222'],
    [
      'a list by commas',
      'https://a.example.com,https://b.example.com/x',
      'https://a.example.com,https://b.example.com/x',
    ],
    ['a list by spaces', 'https://a.example.com https://b.example.com', 'https://a.example.com https://b.example.com'],
    ['no query or fragment', 'https://a.example.com/cb?api_key=CNRY#CNRY', 'https://a.example.com/cb'],
    ['no query in a list', 'https://a.example.com?token=CNRY,https://b.test', 'https://a.example.com,https://b.test'],
    ['no user or password', 'nats://u:CNRY@10.0.0.1:4222', 'nats://10.0.0.1:4222'],
    ['no user or password without a scheme', 'u:CNRY@10.0.0.1:4222', '10.0.0.1:4222'],
    ['no parameters of a path', 'https://a.example.com/x;jsessionid=CNRY', 'https://a.example.com/x'],
    ['nothing where a slash is in a password', '//u:CNRY/x@h', '[withheld]'],
    ['nothing where a number and a slash are', 'https://u:12/x@h', '[withheld]'],
    ['nothing where a slash and a # are in a password', 'https://u:/CNRY#@h', '[withheld]'],
    ['nothing where a ? is in a password', 'https://u:12?/CNRY@h', '[withheld]'],
    ['nothing where a space, a comma and slashes are in a password', 'https://u: CNRY,//@h', '[withheld]'],
    ['nothing where a comma is in a password', 'https://u:12,CNRY@h', '[withheld]'],
    ['nothing where a space is in a password', 'https://u:12 CNRY@h', '[withheld]'],
    ['nothing of an address that is none', 'https://CNRY%zz?x', '[withheld]'],
    ['no token in a word', 'Bearer CNRYabcdef', 'Bearer [redacted]'],
    ['no webhook', 'https://hooks.slack.com/services/CNRY', 'https://hooks.slack.com/[redacted]'],
  ])('%s', (_, value, stored) => {
    expect(publicValue(value)).toBe(stored)
  })

  it('no user, password, query or fragment of any URL', () => {
    const secret = fc.stringMatching(/^[\w!$&'*+,;=:/@?#[\]%. -]{0,20}CNRY[\w!$&'*+,;=:/@?#[\]%. -]{0,20}$/)
    const form = fc.constantFrom(
      (text: string) => `https://u:${text}@h.example.com/x`,
      (text: string) => `nats://${text}@h.example.com`,
      (text: string) => `https://h.example.com/x?${text}`,
      (text: string) => `https://h.example.com/x#${text.replaceAll(/[,\s]/g, '')}`,
    )
    fc.assert(
      fc.property(secret, form, (text, write) => {
        // Where a list may be cut inside a query, what follows is a word of the list like any other.
        fc.pre(!/[,\s]/.test(text) || write(text).includes('@h.example.com'))
        expect(publicValue(write(text))).not.toContain('CNRY')
      }),
    )
  })
})

describe('of annotations and labels is stored', () => {
  it.each([
    ['a flag', { [`${elb}-internal`]: 'true' }, { [`${elb}-internal`]: 'true' }],
    ['that a flag is something else', { [`${elb}-internal`]: 'CNRY' }, { [`${elb}-internal`]: '[withheld]' }],
    ['that a scheme is something else', { [`${elb}-scheme`]: 'CNRY' }, { [`${elb}-scheme`]: '[withheld]' }],
    [
      'ranges',
      { 'service.beta.kubernetes.io/load-balancer-source-ranges': '10.0.0.0/8, 2001:db8::/32' },
      { 'service.beta.kubernetes.io/load-balancer-source-ranges': '10.0.0.0/8, 2001:db8::/32' },
    ],
    ['no other of the same prefix', { [`${elb}-additional-resource-tags`]: 'password=CNRY' }, {}],
    ['nothing under a word of the language', JSON.parse('{"__proto__":"CNRY","constructor":"CNRY"}'), {}],
  ])('%s', (_, annotations: Record<string, string>, stored) => {
    expect(readableAnnotationsOf(annotations)).toEqual(stored)
  })

  it('no label under a word of the language, and none with a value that no label has', () => {
    const labels: Record<string, string> = JSON.parse(
      '{"__proto__":"a","constructor":"b","toString":"c","app":"p w","component":"d"}',
    )
    expect(readableLabelsOf(labels, {})).toEqual({ component: 'd' })
  })
})
