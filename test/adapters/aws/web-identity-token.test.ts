import { createWebIdentityToken } from '@fleet-auditor/adapters/aws/web-identity-token.ts'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import { keysFor } from '@fleet-auditor/simulator/clouds/aws/aws-protocol.ts'
import type { AwsAccount } from '@fleet-auditor/simulator/clouds/aws/aws-state.ts'
import type { CloudFault } from '@fleet-auditor/simulator/clouds/cloud-fault.ts'
import { describe, expect, it } from 'vitest'
import { containing } from '../matching.ts'
import { issuer, openIdentity, subject } from './federation-bench.ts'

const never = new AbortController().signal
const audience = 'api://AzureADTokenExchange'

async function refused(more: Partial<AwsAccount>, faults: readonly CloudFault[] = [], signal = never) {
  await using bench = await openIdentity(more, faults)
  const asked = createWebIdentityToken({ ...bench.options, attemptTimeoutMs: 500 })(audience, signal)
  return await asked.then(
    () => 'a token',
    (error: unknown) => (error instanceof AuditorError ? error.details : error),
  )
}

describe('a web identity token', () => {
  it('names the caller to one audience for five minutes', async () => {
    await using bench = await openIdentity()
    const claims = issuer.verify(await createWebIdentityToken(bench.options)(audience, never))
    expect(claims).toMatchObject({ iss: issuer.url, aud: audience, sub: subject })
    expect((claims?.exp ?? 0) - (claims?.iat ?? 0)).toBe(300)
  })

  it('of a role names the role with its path, not the session', async () => {
    const arn = 'arn:aws:iam::111122223333:role/platform/fleet-auditor'
    await using bench = await openIdentity({ roles: [{ arn }] })
    const session = 'arn:aws:sts::111122223333:assumed-role/fleet-auditor/audit-gke'
    const credentials = keysFor('111122223333', session)
    const claims = issuer.verify(await createWebIdentityToken({ ...bench.options, credentials })(audience, never))
    expect(claims?.sub).toBe(arn)
  })

  it('is refused where federation is off, with the remedy', async () => {
    await using bench = await openIdentity()
    bench.server.replace({
      accounts: [{ id: '111122223333', accessKeys: ['AKIASHOP'], regions: { 'eu-west-1': [] } }],
    })
    await expect(createWebIdentityToken(bench.options)(audience, never)).rejects.toMatchObject({
      details: { reason: 'unauthenticated', remedy: containing('enable-outbound-web-identity-federation') },
    })
  })

  const escalation =
    '<ErrorResponse><Error><Type>Sender</Type><Code>SessionDurationEscalationException</Code><Message>x</Message></Error></ErrorResponse>'
  const at = (behave: CloudFault['behave']): CloudFault[] => [{ operation: 'GetWebIdentityToken', behave }]
  it.each<[name: string, more: Partial<AwsAccount>, faults: readonly CloudFault[], expected: object]>([
    [
      'the role may not ask',
      { deny: [{ action: 'sts:GetWebIdentityToken' }] },
      [],
      { reason: 'forbidden', grant: { kind: 'cloud', provider: 'aws', action: 'sts:GetWebIdentityToken' } },
    ],
    [
      'the session ends sooner',
      {},
      at({ kind: 'status', status: 403, body: escalation, headers: { 'content-type': 'text/xml' } }),
      { reason: 'unauthenticated', remedy: containing('five minutes') },
    ],
    ['unknown keys', { accessKeys: [] }, [], { reason: 'unauthenticated' }],
    ['a cut connection', {}, at({ kind: 'reset' }), { reason: 'unreachable' }],
    ['no answer', {}, at({ kind: 'hang' }), { reason: 'timeout' }],
  ])('is refused for %s', async (_, more, faults, expected) => {
    expect(await refused(more, faults)).toMatchObject(expected)
  })

  it('ends with the signal', async () => {
    const signal = AbortSignal.abort(new AuditorError('cancelled', 'cancelled'))
    expect(await refused({}, [], signal)).toMatchObject({ reason: 'cancelled' })
  })
})
