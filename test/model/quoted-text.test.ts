import { quotedText } from '@fleet-auditor/model/quoted-text.ts'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

const canary = 'CNRY-<kube/"token-7f3a9'
const jwt = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhIn0.c2lnbmF0dXJl'

/** Each holds CNRY or a token where the right quote holds none. */
const cut: readonly (readonly [name: string, text: string, quote: string])[] = [
  ['a bearer token of somebody', 'upstream rejected authorization: Bearer abcd.efgh', '…Bearer [redacted]'],
  ['basic credentials', 'Authorization: Basic dXNlcjpwYXNz', '…Basic [redacted]'],
  ['a JWT alone', `token was ${jwt} indeed`, 'token was [redacted] indeed'],
  ['a password as a pair', 'password=CNRYsecret is wrong', 'password=[redacted] is wrong'],
  ['a password in JSON', '{"password": "CNRYsecret", "user": "a"}', '{"password": "[redacted]", "user": "a"}'],
  ['a prefixed name', 'DB_PASSWORD=CNRY', 'DB_PASSWORD=[redacted]'],
  ['the query of a URL', 'see https://a.test/x?api_key=CNRY#CNRY now', 'see https://a.test/x now'],
  ['user and password of a URL', 'at https://u:CNRY@a.test/x', 'at https://a.test/x'],
  ['a password with a slash in a URL', 'at https://u:CNRY/x@a.test/y', 'at https://a.test/y'],
  ['a URL without a scheme', 'at //u:CNRY/x@a.test', 'at //a.test'],
  ['a Slack token', 'sent xoxb-CNRY-1 to', 'sent [redacted] to'],
  [
    'a webhook',
    'POST https://hooks.slack.com/services/T0/B0/CNRY failed',
    'POST https://hooks.slack.com/[redacted] failed',
  ],
  ['an access key id', 'key AKIAIOSFODNN7EXAMPLE is', 'key [redacted] is'],
  ['a private key', '-----BEGIN PRIVATE KEY-----\nCNRY\n-----END PRIVATE KEY-----', '[redacted]'],
  ['a private key that was cut off', '-----BEGIN PRIVATE KEY-----\nCNRY', '[redacted]'],
  ['a header in an array', '{"Authorization":["Bearer CNRYabc"]}', '{"Authorization":["Bearer [redacted]"]}'],
  [
    'a header as Go prints it',
    'map[Authorization:[Bearer CNRYabcd] X:[y]]',
    'map[Authorization:[Bearer [redacted]] X:[y]]',
  ],
  [
    'a header in JSON in a text',
    '{\\"Authorization\\":\\"Bearer CNRYabcd\\"}',
    '{\\"Authorization\\":\\"Bearer [redacted]"}',
  ],
  ['a header of a scheme of its own', 'Authorization: Token CNRYabc', 'Authorization: [redacted]'],
  ['a header as in a URL', 'authorization:%20Bearer%20CNRYabc', 'authorization:%20Bearer [redacted]'],
  ['every cookie of a header', 'Cookie: a=CNRY; b=CNRY2', 'Cookie: [redacted]'],
  ['a session in a path', '/x;jsessionid=CNRY12345;y', '/x;jsessionid=[redacted];y'],
  ['a password with spaces, in quotes', 'password = "CNRY and CNRY"', 'password = "[redacted]"'],
  ['a token in XML', '<token>CNRY</token>', '<token>[redacted]</token>'],
  ['the query of a path', 'POST /cb?code=CNRY&state=CNRY', 'POST /cb?code=[redacted]&state=[redacted]'],
  ['user and password without a scheme', 'dial u:CNRY@host failed', 'dial [redacted]@host failed'],
  ['a secret key with slashes', 'got wJalrXCNRYEMI/K7MDENG/bPxRfiCYEXAMPLEKEY', 'got [redacted]'],
  ['a word of mixed letters of any length', `got ${'aB3CNRY'.repeat(400)}`, 'got [redacted]'],
  ['a webhook of another host', 'https://hooks.slack-gov.com/services/CNRY', 'https://hooks.slack-gov.com/[redacted]'],
  ['a webhook as in a URL', 'hooks.slack.com%2Fservices%2FCNRY', 'hooks.slack.com%2F[redacted]'],
  ['a long word of mixed letters and digits', 'got wJalrXUtnFEMI7K7MDENG8bPxRfiCYEXAMPLEKEY', 'got [redacted]'],
]

const kept: readonly string[] = [
  'User "system:serviceaccount:meshery:reader" cannot list resource "pods" in API group ""',
  'the server could not find the requested resource',
  'arn:aws:iam::111122223333:role/fleet-auditor is not authorized to perform: eks:ListClusters',
  'image sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  'projects/shop-prod/locations/europe-west1/clusters/checkout',
  'subscriptions/00000000-0000-4000-8000-000000000001/resourceGroups/rg',
  'nginx:1.27@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  'GET /apis/rbac.authorization.k8s.io/v1/clusterrolebindings failed',
  'certificate is not valid for https://api.shop.test:6443/version',
]

describe('a quote holds no credential:', () => {
  it.each(cut)('%s', (_name, text, quote) => {
    const quoted = quotedText(text)
    expect(quoted).not.toContain('CNRY')
    expect(quoted.endsWith(quote.replace('…', ''))).toBe(true)
  })

  it.each([
    ['raw', canary],
    ['in a URL', encodeURIComponent(canary)],
    ['in a form', encodeURIComponent(canary).replaceAll('%20', '+')],
    ['in a URL of small letters', encodeURIComponent(canary).toLowerCase().replaceAll('cnry', 'CNRY')],
    ['in JSON', JSON.stringify(canary).slice(1, -1)],
    ['in JSON of Go', canary.replaceAll('<', String.raw`\u003c`).replaceAll('"', String.raw`\"`)],
    ['in HTML', canary.replaceAll('<', '&lt;').replaceAll('"', '&quot;')],
    ['in base64', btoa(canary)],
    ['in base64 behind a user name', btoa(`admin:${canary}`)],
    ['in base64 between others', btoa(`ab${canary}cd`)],
  ])('the token in hand, %s', (_name, spelled) => {
    const quoted = quotedText(`echo ${spelled}!`, { credentials: [canary] })
    expect(quoted).toMatch(/^echo \S*\[redacted\]\S*!$/)
  })

  it('at the end of what is read is not shown by half', () => {
    const words = 'password=x '.repeat(1_486)
    const quoted = quotedText(`${words}${canary.repeat(400)}`, { credentials: [canary], limit: 100_000 })
    expect(quoted).not.toContain('CNRY')
  })

  it('whatever stands around it', () => {
    const secret = fc.string({ unit: 'grapheme', minLength: 8, maxLength: 40 }).filter((text) => !/\s|\[|\]/.test(text))
    const spelled = fc.constantFrom(
      (text: string) => text,
      (text: string) => encodeURIComponent(text),
      (text: string) => Buffer.from(text).toString('base64'),
      (text: string) => Buffer.from(text).toString('base64url'),
    )
    fc.assert(
      fc.property(fc.string(), secret, spelled, fc.string(), (before, token, spell, after) => {
        fc.pre(!`${before}${after}[redacted]`.includes(token))
        const quoted = quotedText(`${before} ${spell(token)} ${after}`, { credentials: [token], limit: 10_000 })
        expect(quoted).not.toContain(spell(token))
      }),
    )
  })
})

describe('a quote keeps', () => {
  it.each(kept)('%s', (text) => {
    expect(quotedText(text)).toBe(text)
  })

  it('to one line of the length that was asked for', () => {
    expect(quotedText('a\nb\u202Ec '.repeat(50), { limit: 10 })).toBe('a b c a b …')
  })
})
