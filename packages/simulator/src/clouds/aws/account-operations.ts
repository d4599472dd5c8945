import { jsonAnswer, type CloudAnswer, type CloudOperation, type CloudRequest } from '../cloud-answer.ts'
import { callerOf } from './aws-caller.ts'
import { restJsonError } from './aws-error.ts'
import type { AwsState } from './aws-state.ts'
import { isDenied } from './eks-operations.ts'

/** The API's own limit. */
const pageSize = 50

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
  const { MaxResults: size = pageSize, NextToken: token, RegionOptStatusContains: wanted } = asked
  const from = token === undefined ? 0 : Number(Buffer.from(token, 'base64url').toString())
  if (!(from >= 0 && size >= 1 && size <= pageSize)) {
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
