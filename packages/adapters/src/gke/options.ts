import type { Endpoints } from '@fleet-auditor/model/fleet-file.ts'
import type { HasPath } from '../cloud/endpoint.ts'

/** Yields a Google access token; caches as it sees fit. Throws AuditorError with a reason. */
export type GoogleToken = (signal: AbortSignal) => Promise<string>

export interface GkeOptions {
  readonly endpoints: Pick<Endpoints, 'gke' | 'googleToken'>
  /** Absent: application default credentials. */
  readonly auth?: GoogleToken
  /** ISO 8601. */
  readonly now: () => string
  /** Milliseconds one read may take, its retries included. */
  readonly timeoutMs?: number
}

export interface GkeConnectorOptions extends GkeOptions {
  readonly hasPath?: HasPath
  /** Take a public IP endpoint where there is one, not the DNS endpoint. */
  readonly preferIp?: boolean
}

export interface GkeListerOptions extends Omit<GkeOptions, 'endpoints'> {
  readonly endpoints: Pick<Endpoints, 'googleAssets' | 'googleToken'>
}
