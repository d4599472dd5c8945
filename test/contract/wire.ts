import { mediaTypes } from '@fleet-auditor/adapters/kubernetes/client/resource-request.ts'
import type { KubernetesObject } from '@fleet-auditor/simulator/kubernetes/kubernetes-object.ts'
import { modernInstall } from '@fleet-auditor/simulator/meshery/installs.ts'
import { nodes } from '@fleet-auditor/simulator/meshery/nodes.ts'
import { httpsRequest, type ApiAnswer, type ApiRequest } from '../real/https-request.ts'
import { auditor, auditorAccess, type OpenedApi } from './opened-api.ts'

/** One request of an auditor, and the status it is answered with. */
export interface WireCase {
  readonly what: string
  readonly asked: ApiRequest
  readonly status: number
}

export const wireObjects: readonly KubernetesObject[] = [...auditorAccess(), ...nodes('eks', 3), ...modernInstall()]

const accept = (type: string) => ({ headers: { accept: type } })
const get = (what: string, path: string, status: number, more: Partial<ApiRequest> = {}): WireCase => ({
  what,
  asked: { path, ...more },
  status,
})
const review = (what: string, spec: object, status: number): WireCase => {
  const body = { apiVersion: 'authorization.k8s.io/v1', kind: 'SubjectAccessReview', spec }
  return { what, asked: { method: 'POST', path: '/apis/authorization.k8s.io/v1/subjectaccessreviews', body }, status }
}
const watchNodes = { verb: 'watch', group: '', resource: 'nodes' }
const rbac = '/apis/rbac.authorization.k8s.io/v1'

/** What the collector asks, and how an API server answers the wrong requests of an auditor. */
export const wireCases: readonly WireCase[] = [
  get('Secrets', '/api/v1/secrets', 403),
  get('an object in a namespace', '/api/v1/namespaces/meshery/pods/none', 403),
  get('a group that is not served', '/apis/none.io/v1/things', 403),
  get('a version that is not served', '/apis/meshery.io/v1/brokers', 404),
  get('a resource that is not installed', '/apis/gateway.networking.k8s.io/v1/httproutes', 404),
  get('an object that is not there', `${rbac}/clusterroles/none`, 404),
  get('a path that is no resource', '/metrics', 403),
  get('a selector that is none', '/apis/apps/v1/deployments?labelSelector=a+b+c', 400),
  get('a limit that is none', '/apis/apps/v1/deployments?limit=x', 400),
  get('an encoding that is none', '/api/v1/nodes?limit=1', 406, accept('text/html')),
  get('an unknown token', '/api/v1/nodes?limit=1', 401, { token: 'unknown' }),
  get('no token', '/api/v1/nodes?limit=1', 403, { token: '' }),
  get('a page of nodes as a table', '/api/v1/nodes?limit=2&includeObject=None', 200, accept(mediaTypes.table)),
  get('metadata alone', '/api/v1/namespaces/kube-system', 200, accept(mediaTypes.metadata)),
  get('custom resources', '/apis/meshery.io/v1alpha2/brokers?limit=500', 200),
  get('custom resources of another version', '/apis/meshery.io/v1alpha1/brokers?limit=500', 200),
  get('leases', '/apis/coordination.k8s.io/v1/namespaces/meshery/leases?limit=500', 200),
  get('a namespace that is not there', '/api/v1/namespaces/none/pods?limit=500', 200),
  review(
    'a right that a role gives',
    { user: 'system:serviceaccount:meshery:meshery-server', resourceAttributes: watchNodes },
    201,
  ),
  review('a right that nothing gives', { user: 'stranger', resourceAttributes: watchNodes }, 201),
  review('a right without a user', { resourceAttributes: { verb: 'watch' } }, 422),
  { what: 'a write', asked: { method: 'DELETE', path: '/api/v1/nodes/x' }, status: 403 },
]

export const askApi = ({ url, caPem }: OpenedApi, asked: ApiRequest): Promise<ApiAnswer> =>
  httpsRequest(url, caPem, { token: auditor.token, ...asked })

/** What a server makes up by itself; prose of columns. */
const own = new Set([
  'uid',
  'resourceVersion',
  'creationTimestamp',
  'managedFields',
  'generation',
  'continue',
  'description',
  'ownerReferences',
])
const age = /^\d+[smhdy](\d+[smhd])?$/

/** Status, type and body without that. */
export function comparableAnswer({ status, headers, text, json }: ApiAnswer): unknown {
  const type = headers['content-type']
  return { status, type, body: type?.startsWith('application/json') ? withoutOwn(json()) : text }
}

function withoutOwn(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutOwn)
  if (typeof value === 'string') return age.test(value) ? '<age>' : value
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]) => (own.has(key) ? [] : [[key, withoutOwn(inner)]])),
  )
}
