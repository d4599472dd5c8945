import { answerReview } from '../authorization/access-review.ts'
import type { Authorizer, Decision, Subject } from '../authorization/authorizer.ts'
import type { ObjectStore } from '../object-store.ts'
import type { RequestInfo } from '../request-info.ts'
import { builtInGroups } from '../resource-table.ts'
import type { AuthenticatedUser } from '../user.ts'
import { answerDiscovery } from './discovery.ts'
import { negotiate } from './encoding.ts'
import { answerList, answerObject } from './object-answer.ts'
import { SelectorError } from './selector.ts'
import { answerServiceProxy } from './service-proxy.ts'
import {
  badRequest,
  mediaTypeRefused,
  methodNotAllowed,
  pathNotFound,
  qualified,
  resourceNotFound,
  statusAnswer,
  type Answer,
} from './status-answer.ts'

/** The state of one simulated API server; replaced as a whole when its objects change. */
export interface ApiState {
  readonly store: ObjectStore
  readonly authorizer: Authorizer
  readonly gitVersion: string
  readonly port: number
}

interface ApiRequest {
  readonly method: string
  readonly url: URL
  readonly accept: string | undefined
  readonly body: string
  readonly user: AuthenticatedUser
  readonly now: Date
}

/** Authorizes and answers one authenticated request. */
export function answerRequest(state: ApiState, request: ApiRequest, info: RequestInfo): Answer {
  const decision =
    info.kind === 'path'
      ? state.authorizer.mayPath(request.user, info)
      : state.authorizer.mayRequest(request.user, info.request)
  if (!decision.allowed) return forbidden(request.user, info, decision)
  try {
    return info.kind === 'path' ? answerPath(state, request, info.path) : answerResource(state, request, info)
  } catch (error) {
    if (error instanceof SelectorError) return badRequest(error.message)
    throw error
  }
}

function answerPath(state: ApiState, request: ApiRequest, path: string): Answer {
  const answer = answerDiscovery(path, state)
  if (!answer) return isBuiltIn(path) ? resourceNotFound() : pathNotFound()
  return request.method === 'GET' || request.method === 'HEAD' ? answer : methodNotAllowed()
}

/** An unknown version of a built-in group. */
function isBuiltIn(path: string): boolean {
  const [first, second = '', third] = path.split('/').filter(Boolean)
  return (first === 'api' && second !== '') || (first === 'apis' && third !== undefined && builtInGroups.has(second))
}

function answerResource(state: ApiState, request: ApiRequest, info: RequestInfo & { kind: 'resource' }): Answer {
  const { verb, group, namespace, subresource } = info.request
  const resource = state.store.resource(group, info.request.resource)
  if (!resource?.versions.includes(info.version)) return builtInGroups.has(group) ? resourceNotFound() : pathNotFound()
  if (verb === 'create') {
    const { authorizer } = state
    return answerReview(group, resource.plural, { authorizer, ...request }) ?? methodNotAllowed()
  }
  if ((verb !== 'get' && verb !== 'list') || resource.kind.endsWith('Review')) return methodNotAllowed()
  if (subresource === 'proxy' && group === '' && resource.plural === 'services') {
    return answerServiceProxy(state.store, namespace ?? '', info.pathName ?? '', request.url.pathname)
  }
  if (subresource !== undefined && subresource !== 'status') return resourceNotFound()
  const negotiated = negotiate(request.accept)
  if ('refused' in negotiated) return mediaTypeRefused(negotiated.refused, resource, info.pathName === undefined)
  const question = {
    store: state.store,
    resource,
    version: info.version,
    query: request.url.searchParams,
    now: request.now,
  }
  return info.pathName === undefined
    ? answerList({ ...question, namespace, encoding: negotiated.encoding })
    : answerObject({ ...question, namespace: namespace ?? '', name: info.pathName, encoding: negotiated.encoding })
}

/** 403 as worded by k8s.io/apiserver/pkg/endpoints/handlers/responsewriters. */
function forbidden(subject: Subject, info: RequestInfo, decision: Decision): Answer {
  const why = decision.reason ? `: ${decision.reason}` : ''
  const answer =
    info.kind === 'path'
      ? { message: `forbidden: User "${subject.name}" cannot ${info.verb} path "${info.path}"${why}`, details: {} }
      : forbiddenResource(subject, info.request, why)
  const status = statusAnswer({ code: 403, reason: 'Forbidden', ...answer })
  return { ...status, headers: { 'x-content-type-options': 'nosniff' } }
}

function forbiddenResource(
  subject: Subject,
  request: Extract<RequestInfo, { kind: 'resource' }>['request'],
  why: string,
): { message: string; details: Readonly<Record<string, unknown>> } {
  const { verb, group, resource, subresource, namespace, name } = request
  const full = subresource ? `${resource}/${subresource}` : resource
  const what = `${qualified({ group, plural: resource })}${name ? ` "${name}"` : ''}`
  const where = namespace ? `in the namespace "${namespace}"` : 'at the cluster scope'
  const message = `${what} is forbidden: User "${subject.name}" cannot ${verb} resource "${full}" in API group "${group}" ${where}${why}`
  return { message, details: { name: name || undefined, group: group || undefined, kind: resource } }
}
