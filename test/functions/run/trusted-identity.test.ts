import { expect, it } from 'vitest'
import { trustedIdentity, withoutTokenPath } from '../../../functions/run/trusted-identity.ts'

const event = (jwt: object) => ({ env: { event: { requestContext: { authorizer: { jwt } } } } })

it.each([
  ['reads', event({ claims: { sub: 'u1' }, scopes: null }), { name: 'u1', scopes: ['read'] }],
  [
    'starts runs where its scopes allow it',
    event({ claims: { sub: 'u1', scope: 'openid fleet-auditor/run' }, scopes: ['fleet-auditor/run'] }),
    { name: 'u1', scopes: ['read', 'run'] },
  ],
  [
    'starts runs where its provider calls scopes scp',
    event({ claims: { sub: 'u1', scp: 'fleet-auditor/run' } }),
    { name: 'u1', scopes: ['read', 'run'] },
  ],
  [
    'has the roles it was assigned, a list that API Gateway puts in brackets',
    event({ claims: { sub: 'u1', roles: '[fleet-auditor/run fleet-auditor/write]' } }),
    { name: 'u1', scopes: ['read', 'run', 'write'] },
  ],
  [
    'gets nothing from scopes of others',
    event({ claims: { sub: 'u1', scope: 'write other/write fleet-auditor/admin' } }),
    { name: 'u1', scopes: ['read'] },
  ],
  ['is not identified without the authorizer', { env: { event: { requestContext: {} } } }, undefined],
  [
    'is not identified by a header',
    { env: { event: { headers: { authorization: 'Bearer x' }, requestContext: {} } } },
    undefined,
  ],
  ['is not identified without a subject', event({ claims: {} }), undefined],
  ['is not identified elsewhere', { env: undefined }, undefined],
])('a person whom API Gateway let in %s', (_, context, identity) => {
  expect(trustedIdentity(context)).toEqual(identity)
})

const request = (rawPath: string, requestContext: object = {}) => ({
  rawPath,
  headers: { authorization: 'Bearer fa_x' },
  requestContext: { http: { method: 'GET', path: rawPath }, ...requestContext },
})

it.each([
  ['/t/v1/summary', '/v1/summary'],
  ['/t/metrics', '/metrics'],
  ['/t/t/metrics', '/t/metrics'],
  ['/v1/summary', '/v1/summary'],
  ['/t', '/t'],
  ['/tokens', '/tokens'],
])('the path %s is %s to the app', (sent, asked) => {
  expect(withoutTokenPath(request(sent))).toEqual(request(asked))
})

it('a request under /t has no identity, whatever its event claims', () => {
  const claimed = { authorizer: { jwt: { claims: { sub: 'u1' } } } }
  expect(trustedIdentity({ env: { event: request('/v1/summary', claimed) } })).toBeDefined()
  expect(trustedIdentity({ env: { event: withoutTokenPath(request('/t/v1/summary', claimed)) } })).toBeUndefined()
})
