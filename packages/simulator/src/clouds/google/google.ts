import { jsonAnswer, type CloudAnswer, type CloudOperation, type CloudRequest } from '../cloud-answer.ts'
import { startCloudServer, type CloudServerOptions, type RunningCloudServer } from '../cloud-server.ts'
import { answerSearch } from './google-assets.ts'
import { googleApiOff, googleDenied, googleError, googleNotFound, googleUnauthenticated } from './google-error.ts'
import { isKnown, type GkeCluster, type GoogleProject, type GoogleState } from './google-state.ts'
import { answerGoogleToken, answerImpersonation } from './google-token.ts'

interface RunningGoogle extends RunningCloudServer {
  /** The same server over another state, as on another day. */
  replace(state: GoogleState): void
}

/**
 * Google's side on one loopback port: the GKE REST API (operations `clusters.list`, `clusters.get`), Cloud Asset
 * Inventory (`searchAllResources`), the OAuth and STS token endpoint (`token`) and impersonation
 * (`generateAccessToken`). A bearer token is valid when an account or a pool yields it.
 */
export async function startGoogle(state: GoogleState, options: CloudServerOptions = {}): Promise<RunningGoogle> {
  let current = state
  const server = await startCloudServer((request) => route(request, current), options)
  return { ...server, replace: (next) => (current = next) }
}

const listPath = /^\/v1\/projects\/([^/]+)\/locations\/-\/clusters$/
const searchPath = /^\/v1\/organizations\/(\d+):searchAllResources$/
const impersonationPath = /^\/v1\/projects\/-\/serviceAccounts\/([^/:]+):generateAccessToken$/
const clusterPath = /^\/v1\/projects\/([^/]+)\/locations\/([^/]+)\/clusters\/([^/]+)$/

function route(request: CloudRequest, state: GoogleState): CloudOperation {
  const path = decodeURIComponent(request.url.pathname)
  const { pools = [] } = state
  if (request.method === 'POST' && /^(\/v1)?\/token$/.test(path)) {
    return { operation: 'token', answer: () => answerGoogleToken(request, state.accounts, pools) }
  }
  const account = impersonationPath.exec(path)?.[1]
  if (request.method === 'POST' && account !== undefined) {
    return { operation: 'generateAccessToken', answer: () => answerImpersonation(request, account, pools) }
  }
  const organization = searchPath.exec(path)?.[1]
  if (organization !== undefined) {
    return { operation: 'searchAllResources', answer: () => answerSearch(request, state, organization) }
  }
  const list = listPath.exec(path)
  if (list) return { operation: 'clusters.list', answer: () => answerList(request, state, list[1] ?? '') }
  const one = clusterPath.exec(path)
  if (one) return { operation: 'clusters.get', answer: () => answerGet(request, state, one) }
  return { operation: 'unknown', answer: () => googleNotFound(path) }
}

function answerList(request: CloudRequest, state: GoogleState, id: string): CloudAnswer {
  const project = admit(request, state, id, 'container.clusters.list')
  if ('status' in project) return project
  const { clusters, missingZones = [] } = project
  // As the real API: an empty list is left out.
  const body = {
    clusters: clusters.length > 0 ? clusters.map((cluster) => asSent(project, cluster)) : undefined,
    missingZones: missingZones.length > 0 ? missingZones : undefined,
  }
  return encoded(request, body)
}

function answerGet(request: CloudRequest, state: GoogleState, path: RegExpExecArray): CloudAnswer {
  const project = admit(request, state, path[1] ?? '', 'container.clusters.get')
  if ('status' in project) return project
  const cluster = project.clusters.find(({ location, name }) => location === path[2] && name === path[3])
  return cluster ? encoded(request, asSent(project, cluster)) : googleNotFound(path[0].slice('/v1/'.length))
}

function admit(request: CloudRequest, state: GoogleState, id: string, permission: string): GoogleProject | CloudAnswer {
  if (!isKnown(request, state)) return googleUnauthenticated()
  const project = state.projects.find((one) => one.project === id)
  if (!project || project.denied) return googleDenied(permission, id)
  if (project.apiOff) return googleApiOff(id)
  return project
}

const asSent = ({ project }: GoogleProject, cluster: GkeCluster) => ({
  selfLink: `https://container.googleapis.com/v1/projects/${project}/locations/${cluster.location}/clusters/${cluster.name}`,
  ...cluster,
})

function encoded(request: CloudRequest, body: unknown): CloudAnswer {
  const alt = request.url.searchParams.get('$alt') ?? 'json'
  if (!alt.startsWith('json')) return googleError(400, 'INVALID_ARGUMENT', `Invalid $alt: ${alt}`)
  return jsonAnswer(200, alt.includes('enum-encoding=int') ? withNumericEnums(body) : body)
}

/** Numbers of the enums a cluster carries: google/container/v1/cluster_service.proto. */
const status: Readonly<Record<string, number>> = {
  STATUS_UNSPECIFIED: 0,
  PROVISIONING: 1,
  RUNNING: 2,
  RECONCILING: 3,
  STOPPING: 4,
  ERROR: 5,
  DEGRADED: 6,
}
const channel: Readonly<Record<string, number>> = { UNSPECIFIED: 0, RAPID: 1, REGULAR: 2, STABLE: 3, EXTENDED: 4 }
const enums: Readonly<Record<string, Readonly<Record<string, number>>>> = { status, channel }

/** What `$alt=json;enum-encoding=int` asks for: enums as numbers; a word without a number stays a word. */
function withNumericEnums(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value), (key, inner: unknown) =>
    typeof inner === 'string' ? (enums[key]?.[inner] ?? inner) : inner,
  )
}
