import { randomUUID } from 'node:crypto'
import type { CloudAnswer, CloudOperation, CloudRequest } from '../cloud-answer.ts'
import { callerOf, escapeXml, keysFor, queryAnswer, queryError, type AwsCaller } from './aws-protocol.ts'
import type { AwsState } from './aws-state.ts'
import { isDenied } from './eks-operations.ts'

const roleLifetimeMs = 3_600_000

/** Regions that are off in an account until it opts in: https://docs.aws.amazon.com/global-infrastructure/latest/regions */
const optIn = new Set([
  'af-south-1',
  'ap-east-1',
  'ap-east-2',
  'ap-south-2',
  'ap-southeast-3',
  'ap-southeast-4',
  'ap-southeast-5',
  'ap-southeast-7',
  'ca-west-1',
  'eu-central-2',
  'eu-south-1',
  'eu-south-2',
  'il-central-1',
  'me-central-1',
  'me-south-1',
  'mx-central-1',
])

/** The Query protocol: a form whose `Action` names the operation. `undefined`: a request of another service. */
export function stsOperation(request: CloudRequest, state: AwsState): CloudOperation | undefined {
  if (request.method !== 'POST' || request.url.pathname !== '/') return undefined
  const form = new URLSearchParams(request.body)
  const operation = form.get('Action') ?? 'unknown'
  return { operation, answer: () => answer(operation, form, request, state) }
}

function answer(operation: string, form: URLSearchParams, request: CloudRequest, state: AwsState): CloudAnswer {
  const caller = callerOf(request, state)
  // As in life, a region that the account did not opt in to does not know the keys.
  const isOn = (region: string): boolean => !optIn.has(region) || Object.hasOwn(caller?.account.regions ?? {}, region)
  if (!caller || !isOn(caller.region)) {
    return queryError(403, 'InvalidClientTokenId', 'The security token included in the request is invalid')
  }
  if (operation === 'AssumeRole') return assumeRole(caller.arn, form, state)
  if (operation === 'GetWebIdentityToken') return getWebIdentityToken(caller, form, state)
  if (operation !== 'GetCallerIdentity') {
    return queryError(400, 'InvalidAction', `Could not find operation ${operation}`)
  }
  const userId = `<UserId>AIDASIMULATED</UserId><Account>${caller.account.id}</Account>`
  return queryAnswer('GetCallerIdentity', `<Arn>${escapeXml(caller.arn)}</Arn>${userId}`)
}

function assumeRole(caller: string, form: URLSearchParams, state: AwsState): CloudAnswer {
  const arn = form.get('RoleArn') ?? ''
  const owner = state.accounts.find(({ roles = [] }) => roles.some((role) => role.arn === arn))
  const role = owner?.roles?.find((one) => one.arn === arn)
  const admitted = role && (role.externalId === undefined || role.externalId === form.get('ExternalId'))
  if (!owner || !admitted) {
    const message = `User: ${caller} is not authorized to perform: sts:AssumeRole on resource: ${arn}`
    return queryError(403, 'AccessDenied', message)
  }
  const name = arn.slice(arn.lastIndexOf('/') + 1)
  const partition = arn.split(':')[1] ?? 'aws'
  const session = `arn:${partition}:sts::${owner.id}:assumed-role/${name}/${form.get('RoleSessionName') ?? ''}`
  const keys = keysFor(owner.id, session)
  const expiration = new Date(Date.now() + roleLifetimeMs).toISOString()
  return queryAnswer(
    'AssumeRole',
    `<AssumedRoleUser><AssumedRoleId>AROASIMULATED:session</AssumedRoleId><Arn>${escapeXml(session)}</Arn></AssumedRoleUser><Credentials><AccessKeyId>${keys.accessKeyId}</AccessKeyId><SecretAccessKey>${keys.secretAccessKey}</SecretAccessKey><SessionToken>${keys.sessionToken}</SessionToken><Expiration>${expiration}</Expiration></Credentials>`,
  )
}

/** Seconds: the API's own limits and default. */
const tokenLifetimes = { from: 60, to: 3600, usual: 300 }

/**
 * A JWT that names the caller, for other clouds. Claims as documented in the IAM user guide, *Understanding token claims*:
 * `sub` is the ARN of the role, not of its session.
 */
function getWebIdentityToken(caller: AwsCaller, form: URLSearchParams, state: AwsState): CloudAnswer {
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
  const seconds = Number(form.get('DurationSeconds') ?? tokenLifetimes.usual)
  const fits = seconds >= tokenLifetimes.from && seconds <= tokenLifetimes.to
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
