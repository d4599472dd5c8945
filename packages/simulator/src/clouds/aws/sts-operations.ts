import type { CloudAnswer, CloudOperation, CloudRequest } from '../cloud-answer.ts'
import { callerOf, keysFor } from './aws-caller.ts'
import { escapeXml, queryAnswer, queryError } from './aws-error.ts'
import type { AwsState } from './aws-state.ts'
import { getWebIdentityToken } from './get-web-identity-token.ts'

const lifetimeMs = 3_600_000

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
  const expiration = new Date(Date.now() + lifetimeMs).toISOString()
  return queryAnswer(
    'AssumeRole',
    `<AssumedRoleUser><AssumedRoleId>AROASIMULATED:session</AssumedRoleId><Arn>${escapeXml(session)}</Arn></AssumedRoleUser><Credentials><AccessKeyId>${keys.accessKeyId}</AccessKeyId><SecretAccessKey>${keys.secretAccessKey}</SecretAccessKey><SessionToken>${keys.sessionToken}</SessionToken><Expiration>${expiration}</Expiration></Credentials>`,
  )
}
