import { qualified, statusAnswer, type Answer } from '../answers/status-answer.ts'
import type { RequestInfo } from '../request-info.ts'
import type { Decision, Subject } from './authorizer.ts'

/** 403 in the words of k8s.io/apiserver/pkg/endpoints/handlers/responsewriters. */
export function forbidden(subject: Subject, info: RequestInfo, decision: Decision): Answer {
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
