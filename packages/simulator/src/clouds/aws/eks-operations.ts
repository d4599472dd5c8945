import { jsonAnswer, type CloudAnswer, type CloudOperation, type CloudRequest } from '../cloud-answer.ts'
import { callerOf, partitionOf, restJsonError, type AwsCaller } from './aws-protocol.ts'
import type { AwsDenial, AwsState, EksCluster } from './aws-state.ts'

const pageSize = 100

/** EKS's REST API, as far as an auditor reads it. */
export function eksOperation(request: CloudRequest, state: AwsState): CloudOperation {
  const { url } = request
  const path = decodeURIComponent(url.pathname)
  const name = /^\/clusters\/([^/]+)$/.exec(path)?.[1]
  if (request.method === 'GET' && path === '/clusters') {
    return permitted({ operation: 'ListClusters' }, request, state, ({ clusters }) => {
      const names = clusters.map((cluster) => cluster.name)
      return pageOf('clusters', names, url)
    })
  }
  if (request.method === 'GET' && name !== undefined) {
    return permitted({ operation: 'DescribeCluster', cluster: name }, request, state, (at) => describe(name, at, state))
  }
  if (request.method === 'GET' && path === '/cluster-versions') {
    return permitted({ operation: 'DescribeClusterVersions' }, request, state, () =>
      pageOf('clusterVersions', (state.clusterVersions ?? []).map(asSent), url),
    )
  }
  const missing = () => restJsonError(404, 'UnknownOperationException', `${request.method} ${path}`)
  return { operation: 'unknown', answer: missing }
}

interface EksPlace {
  readonly caller: AwsCaller
  readonly clusters: readonly EksCluster[]
}

/** Answers when the caller is known in the region and nothing denies the action on the cluster (`*`: on none by name). */
function permitted(
  { operation, cluster = '*' }: { readonly operation: string; readonly cluster?: string },
  request: CloudRequest,
  state: AwsState,
  answer: (place: EksPlace) => CloudAnswer,
): CloudOperation {
  const decide = (): CloudAnswer => {
    const caller = callerOf(request, state)
    const clusters = caller?.account.regions[caller.region]
    if (!caller || !clusters) {
      return restJsonError(403, 'UnrecognizedClientException', 'The security token included in the request is invalid.')
    }
    const denial = denialOf(caller, `eks:${operation}`, cluster)
    if (!denial) return answer({ caller, clusters })
    const resource = `arn:${partitionOf(state)}:eks:${caller.region}:${caller.account.id}:cluster/${cluster}`
    const message = `User: ${caller.arn} is not authorized to perform: eks:${operation} on resource: ${resource}`
    const why = denial.byPolicy ? ' with an explicit deny in a service control policy' : ''
    return restJsonError(403, 'AccessDeniedException', `${message}${why}`)
  }
  return { operation, answer: decide }
}

export const isDenied = (caller: AwsCaller, action: AwsDenial['action']): boolean =>
  denialOf(caller, action) !== undefined

const denialOf = ({ account, region }: AwsCaller, action: AwsDenial['action'], cluster = '*'): AwsDenial | undefined =>
  account.deny?.find(
    (one) => one.action === action && (one.region ?? region) === region && (one.cluster ?? cluster) === cluster,
  )

function describe(name: string, { caller, clusters }: EksPlace, state: AwsState): CloudAnswer {
  const cluster = clusters.find((one) => one.name === name)
  if (!cluster || cluster.gone) {
    const message = `No cluster found for name: ${name}.`
    return restJsonError(404, 'ResourceNotFoundException', message, { clusterName: name })
  }
  const { gone: _, ...wire } = cluster
  const arn = `arn:${partitionOf(state)}:eks:${caller.region}:${caller.account.id}:cluster/${name}`
  return jsonAnswer(200, { cluster: { arn, ...wire } })
}

/** `nextToken` is opaque to callers: here the place of the next item. */
function pageOf(key: string, items: readonly unknown[], url: URL): CloudAnswer {
  const size = Number(url.searchParams.get('maxResults') ?? pageSize)
  const token = url.searchParams.get('nextToken')
  const from = token === null ? 0 : Number(Buffer.from(token, 'base64url').toString())
  if (!(from >= 0 && size >= 1 && size <= pageSize)) {
    return restJsonError(400, 'InvalidParameterException', 'The nextToken or maxResults is not valid.')
  }
  const next = from + size < items.length ? Buffer.from(String(from + size)).toString('base64url') : null
  return jsonAnswer(200, { [key]: items.slice(from, from + size), nextToken: next })
}

const asSent = (version: NonNullable<AwsState['clusterVersions']>[number]) => ({
  clusterType: 'eks',
  clusterVersion: version.clusterVersion,
  endOfStandardSupportDate: Date.parse(version.endOfStandardSupportDate) / 1000,
  endOfExtendedSupportDate: Date.parse(version.endOfExtendedSupportDate) / 1000,
})
