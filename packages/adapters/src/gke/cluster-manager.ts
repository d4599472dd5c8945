import type { Endpoints } from '@fleet-auditor/model/fleet-file.ts'
import pMemoize from 'p-memoize'
import { createBoundedFetch, retrying } from '../cloud/bounded-fetch.ts'
import { resolveEndpoint } from '../cloud/endpoint.ts'
import { withoutCredentials } from '../cloud/failure-of.ts'
import { GkeListing, GkeRecord } from './cluster-record.ts'
import { abortable, applicationDefaultToken, type GoogleToken } from './google-token.ts'

export interface GkeOptions {
  readonly endpoints: Pick<Endpoints, 'gke' | 'googleToken'>
  /** Absent: application default credentials. */
  readonly auth?: GoogleToken
  /** ISO 8601. */
  readonly now: () => string
  /** Milliseconds one read may take, its retries included. */
  readonly timeoutMs?: number
}

/** The two reads of GKE's API. They throw what the SDK throws, or ZodError for an answer of another shape. */
interface ClusterManager {
  readonly token: GoogleToken
  list(project: string, signal: AbortSignal): Promise<GkeListing>
  get(name: string, signal: AbortSignal): Promise<GkeRecord>
}

const timeoutMs = 20_000

/** Loads the SDK with the first read. */
export function createClusterManager(options: GkeOptions): ClusterManager {
  const token = abortable(options.auth ?? applicationDefaultToken(options.endpoints.googleToken))
  const opened = pMemoize(() => openClient(options))
  const call = async (signal: AbortSignal) => {
    const accessToken = await token(signal)
    const { client, authClient } = await opened()
    authClient.setCredentials({ access_token: accessToken })
    // The SDK tries again even a wrong certificate until its time is over; what may be tried again, `retrying` does.
    const settings = { timeout: options.timeoutMs ?? timeoutMs, retry: { retryCodes: [] }, signal }
    const quoting = (error: unknown) => {
      throw withoutCredentials(error, [accessToken])
    }
    return { client, settings, quoting }
  }
  return {
    token,
    async list(project, signal) {
      const { client, settings, quoting } = await call(signal)
      const [listing] = await client
        .listClusters({ parent: `projects/${project}/locations/-` }, settings)
        .catch(quoting)
      return GkeListing.parse(listing)
    },
    async get(name, signal) {
      const { client, settings, quoting } = await call(signal)
      const [record] = await client.getCluster({ name }, settings).catch(quoting)
      return GkeRecord.parse(record)
    },
  }
}

async function openClient(options: GkeOptions) {
  const endpoint = options.endpoints.gke && (await resolveEndpoint('gke', options.endpoints.gke))
  // Both are CommonJS: of a file that a bundle splits off only the default export is there.
  const [{ default: container }, { default: auth }] = await Promise.all([
    import('@google-cloud/container/build/src/v1/index.js'),
    import('google-auth-library'),
  ])
  const fetchImplementation = retrying(createBoundedFetch(endpoint))
  const authClient = new auth.OAuth2Client({ transporterOptions: { fetchImplementation } })
  const client = new container.ClusterManagerClient({
    fallback: true,
    authClient,
    ...(endpoint ? addressOf(endpoint.url) : {}),
  })
  // Left to the first call, a failure here would be an unhandled rejection (google-cloud-node#9085).
  await client.initialize()
  return { client, authClient }
}

/** The port must be an option of its own: in `apiEndpoint` the SDK ignores it. */
function addressOf({ protocol, hostname, port }: URL) {
  const scheme = protocol.slice(0, -1)
  return { apiEndpoint: hostname, port: Number(port || (scheme === 'http' ? 80 : 443)), protocol: scheme }
}
