import type { ResourceRequest } from '@fleet-auditor/model/policy-rule.ts'
import { parseFieldSelector } from './answers/selector.ts'

/** A request as the authorizer sees it: an API resource, or a plain path. */
export type RequestInfo =
  | {
      readonly kind: 'resource'
      readonly request: ResourceRequest
      readonly version: string
      /** The name in the path; `request.name` may come from a field selector instead. */
      readonly pathName?: string
    }
  | { readonly kind: 'path'; readonly verb: string; readonly path: string }

const verbs: Readonly<Record<string, string>> = {
  GET: 'get',
  HEAD: 'get',
  POST: 'create',
  PUT: 'update',
  PATCH: 'patch',
  DELETE: 'delete',
}

/** Reads method and URL by the rules of k8s.io/apiserver/pkg/endpoints/request. */
export function requestInfo(method: string, url: URL): RequestInfo {
  const parts = url.pathname.split('/').filter(Boolean).map(decodeURIComponent)
  const [prefix] = parts
  const head = prefix === 'api' ? 2 : prefix === 'apis' ? 3 : parts.length
  if (parts.length <= head) return { kind: 'path', verb: verbs[method] ?? method.toLowerCase(), path: url.pathname }
  const [group, version] = prefix === 'api' ? ['', parts[1]] : [parts[1], parts[2]]
  const place = locate(parts.slice(head))
  const name = place.name ?? selectedName(url)
  return {
    kind: 'resource',
    version: version ?? '',
    pathName: place.name,
    request: {
      verb: verbOf(method, url, place.name),
      group: group ?? '',
      resource: place.resource,
      subresource: place.subresource,
      namespace: place.namespace,
      name,
    },
  }
}

interface Place {
  readonly resource: string
  readonly namespace?: string
  readonly name?: string
  readonly subresource?: string
}

/** `namespaces/x` is itself in the namespace x, so a namespaced role can grant it. */
function locate(rest: readonly string[]): Place {
  const [first = '', second, third, fourth, fifth] = rest
  const inNamespace = first === 'namespaces' && second !== undefined
  const isNamespaceItself = inNamespace && (third === undefined || third === 'status' || third === 'finalize')
  if (!inNamespace || isNamespaceItself) {
    return defined({ resource: first, name: second, subresource: third, namespace: inNamespace ? second : undefined })
  }
  return defined({ resource: third ?? '', namespace: second, name: fourth, subresource: fifth })
}

const defined = (place: { resource: string } & { [K in keyof Place]?: string | undefined }): Place => ({
  resource: place.resource,
  namespace: place.namespace,
  name: place.name,
  subresource: place.subresource,
})

function verbOf(method: string, url: URL, name: string | undefined): string {
  const verb = verbs[method] ?? method.toLowerCase()
  if (verb === 'get' && ['1', 'true'].includes(url.searchParams.get('watch') ?? '')) return 'watch'
  if (verb === 'get' && name === undefined) return 'list'
  return verb === 'delete' && name === undefined ? 'deletecollection' : verb
}

/** A list narrowed to one name by field selector is authorized as a request for that name. */
function selectedName(url: URL): string | undefined {
  const selector = url.searchParams.get('fieldSelector') ?? ''
  return selector.includes('metadata.name') ? parseFieldSelector(selector).name : undefined
}

/** One request as the server saw it: the simulator's audit log. */
export interface RequestLog {
  readonly method: string
  /** Kubernetes' verb: get, list, watch, create … */
  readonly verb: string
  /** Path with query. */
  readonly path: string
  readonly group?: string
  readonly resource?: string
  readonly user?: string
  readonly httpVersion: string
  readonly accept?: string
  readonly arrivedAt: number
  /** Set once answered; body bytes as sent, compressed or not. */
  status?: number
  bytes?: number
}
