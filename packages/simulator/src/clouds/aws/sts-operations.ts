import type { CloudAnswer, CloudOperation, CloudRequest } from '../cloud-answer.ts'
import { callerOf, keysFor } from './aws-caller.ts'
import { escapeXml, queryAnswer, queryError } from './aws-error.ts'
import type { AwsState } from './aws-state.ts'
import { getWebIdentityToken } from './get-web-identity-token.ts'

const lifetimeMs = 3_600_000

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
  if (!caller || !(caller.region in caller.account.regions)) {
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
