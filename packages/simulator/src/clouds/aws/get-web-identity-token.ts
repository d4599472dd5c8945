import { randomUUID } from 'node:crypto'
import type { CloudAnswer } from '../cloud-answer.ts'
import type { AwsCaller } from './aws-caller.ts'
import { queryAnswer, queryError } from './aws-error.ts'
import type { AwsState } from './aws-state.ts'
import { isDenied } from './eks-operations.ts'

/** Seconds: the API's own limits and default. */
const lifetimes = { from: 60, to: 3600, usual: 300 }

/**
 * A JWT that names the caller, for other clouds. Claims as documented in the IAM user guide, *Understanding token claims*:
 * `sub` is the ARN of the role, not of its session.
 */
export function getWebIdentityToken(caller: AwsCaller, form: URLSearchParams, state: AwsState): CloudAnswer {
  const action = 'sts:GetWebIdentityToken'
  if (isDenied(caller, action)) {
    return queryError(403, 'AccessDenied', `User: ${caller.arn} is not authorized to perform: ${action}`)
  }
  const { outbound, id } = caller.account
  if (!outbound) {
    const message = 'The outbound web identity federation feature is not enabled for this account.'
    return queryError(403, 'OutboundWebIdentityFederationDisabledException', message)
  }
  const audience = form.get('Audience.member.1')
  const seconds = Number(form.get('DurationSeconds') ?? lifetimes.usual)
  const fits = seconds >= lifetimes.from && seconds <= lifetimes.to
  if (!audience || !fits || form.get('SigningAlgorithm') !== 'RS256') {
    return queryError(400, 'ValidationError', 'Audience, DurationSeconds or SigningAlgorithm is not valid.')
  }
  const iat = Math.floor(Date.now() / 1000)
  const aws = { aws_account: id, principal_id: principalOf(caller.arn, state), source_region: caller.region }
  const token = outbound.sign({
    aud: audience,
    sub: principalOf(caller.arn, state),
    iat,
    exp: iat + seconds,
    jti: randomUUID(),
    'https://sts.amazonaws.com/': aws,
  })
  const expiration = new Date((iat + seconds) * 1000).toISOString()
  return queryAnswer(
    'GetWebIdentityToken',
    `<WebIdentityToken>${token}</WebIdentityToken><Expiration>${expiration}</Expiration>`,
  )
}

/** The role with its path, which the session's ARN leaves out. */
function principalOf(arn: string, { accounts }: AwsState): string {
  const [, partition = '', account = '', name = ''] = /^arn:([^:]+):sts::(\d+):assumed-role\/([^/]+)\//.exec(arn) ?? []
  if (name === '') return arn
  const roles = accounts.find(({ id }) => id === account)?.roles ?? []
  return roles.find((role) => role.arn.endsWith(`/${name}`))?.arn ?? `arn:${partition}:iam::${account}:role/${name}`
}
