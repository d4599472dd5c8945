import { randomUUID } from 'node:crypto'
import { jsonAnswer, type CloudAnswer, type CloudOperation, type CloudRequest } from '../cloud-answer.ts'
import { callerOf, partitionOf, restJsonError, type AwsCaller } from './aws-protocol.ts'
import type { AwsState } from './aws-state.ts'
import { isDenied } from './eks-operations.ts'

/** The API's own limit. */
const regionPageSize = 50

interface Asked {
  readonly MaxResults?: number
  readonly NextToken?: string
  readonly RegionOptStatusContains?: readonly string[]
}

/** Account Management's `ListRegions`; `undefined`: a request of another service. */
export function accountOperation(request: CloudRequest, state: AwsState): CloudOperation | undefined {
  if (request.method !== 'POST' || request.url.pathname !== '/listRegions') return undefined
  return { operation: 'ListRegions', answer: () => listRegions(request, state) }
}

function listRegions(request: CloudRequest, state: AwsState): CloudAnswer {
  const caller = callerOf(request, state)
  if (!caller) return restJsonError(403, 'UnrecognizedClientException', 'The security token is invalid.')
  if (isDenied(caller, 'account:ListRegions')) {
    const message = `User: ${caller.arn} is not authorized to perform: account:ListRegions`
    return restJsonError(403, 'AccessDeniedException', message)
  }
  const asked = JSON.parse(request.body || '{}') as Asked // written by an SDK, which checks its own input
  const { MaxResults: size = regionPageSize, NextToken: token, RegionOptStatusContains: wanted } = asked
  const from = token === undefined ? 0 : Number(Buffer.from(token, 'base64url').toString())
  if (!(from >= 0 && size >= 1 && size <= regionPageSize)) {
    return restJsonError(400, 'ValidationException', 'The input fails to satisfy the constraints.')
  }
  const { regions, notOptedIn = [] } = caller.account
  const all = [
    ...Object.keys(regions).map((name) => ({ RegionName: name, RegionOptStatus: 'ENABLED_BY_DEFAULT' })),
    ...notOptedIn.map((name) => ({ RegionName: name, RegionOptStatus: 'DISABLED' })),
  ].filter(({ RegionOptStatus }) => wanted?.includes(RegionOptStatus) ?? true)
  const next = from + size < all.length ? Buffer.from(String(from + size)).toString('base64url') : undefined
  return jsonAnswer(200, { Regions: all.slice(from, from + size), NextToken: next || undefined })
}

const target = 'AWSOrganizationsV20161128.'
/** The API's own limit. */
const accountPageSize = 20

/** JSON 1.1: a header names the operation. `undefined`: a request of another service. */
export function organizationsOperation(request: CloudRequest, state: AwsState): CloudOperation | undefined {
  const header = request.headers['x-amz-target']
  if (typeof header !== 'string' || !header.startsWith(target)) return undefined
  const operation = header.slice(target.length)
  return { operation, answer: () => answerOrganizations(operation, request, state) }
}

function answerOrganizations(operation: string, request: CloudRequest, state: AwsState): CloudAnswer {
  const caller = callerOf(request, state)
  if (!caller) return error('UnrecognizedClientException', 'The security token included in the request is invalid.')
  if (operation !== 'ListAccounts') return error('UnknownOperationException', operation)
  if (!state.organization) {
    return error('AWSOrganizationsNotInUseException', 'Your account is not a member of an organization.')
  }
  // A member that is no delegated administrator is refused in these words.
  if (caller.account.id !== state.organization.management || isDenied(caller, 'organizations:ListAccounts')) {
    return error('AccessDeniedException', "You don't have permissions to access this resource.")
  }
  return listAccounts(request, caller, state)
}

function listAccounts(request: CloudRequest, caller: AwsCaller, state: AwsState): CloudAnswer {
  // Written by an SDK, which checks its own input.
  const asked = JSON.parse(request.body || '{}') as { readonly MaxResults?: number; readonly NextToken?: string }
  const { MaxResults: size = accountPageSize, NextToken: token } = asked
  const from = token === undefined ? 0 : Number(Buffer.from(token, 'base64url').toString())
  if (!(from >= 0 && size >= 1 && size <= accountPageSize)) {
    return error('InvalidInputException', 'You provided invalid values for one or more of the request parameters.')
  }
  const members = state.organization?.members ?? []
  const next = from + size < members.length ? Buffer.from(String(from + size)).toString('base64url') : undefined
  const Accounts = members.slice(from, from + size).map(({ id, state: word = 'ACTIVE' }) => ({
    Id: id,
    Arn: `arn:${partitionOf(state)}:organizations::${caller.account.id}:account/o-simulated00/${id}`,
    Email: `account-${id}@example.com`,
    Name: `account-${id}`,
    Status: word === 'ACTIVE' ? 'ACTIVE' : 'SUSPENDED',
    State: word,
    JoinedMethod: 'CREATED',
    JoinedTimestamp: 1_700_000_000,
  }))
  return sent(200, { Accounts, NextToken: next || undefined })
}

const sent = (status: number, body: object): CloudAnswer =>
  jsonAnswer(status, body, { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-requestid': randomUUID() })

/** Every client fault of JSON 1.1 is a 400. */
const error = (type: string, message: string): CloudAnswer => sent(400, { __type: type, Message: message, message })
