import type { Clock, RandomBytes } from '@fleet-auditor/audit/ports/clock.ts'
import type { FleetStore } from '@fleet-auditor/audit/ports/fleet-store.ts'
import type { RunStarter } from '@fleet-auditor/audit/ports/run-starter.ts'
import type { TokenScope } from '@fleet-auditor/audit/ports/token-store.ts'
import type { FleetFile } from '@fleet-auditor/model/fleet-file.ts'
import type { OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import type { RegistryView } from './registry-view.ts'

/** The authenticated caller. */
export interface ApiIdentity {
  readonly name: string
  readonly scopes: readonly TokenScope[]
}

/** One log line a request. `error`: the cause of a 5xx, which the caller does not get to see. */
export interface ApiLogLine {
  readonly kind: 'request'
  readonly requestId: string
  readonly method: string
  readonly path: string
  readonly status: number
  readonly ms: number
  readonly by?: string
  readonly error?: string
}

export interface ApiLimits {
  readonly bodyBytes: number
  /** Characters of path and query. */
  readonly addressLength: number
  readonly timeoutMs: number
}

/** What the app needs from Lambda or from `serve`. */
export interface ApiDeps {
  readonly store: FleetStore
  readonly fleet: FleetFile
  readonly starter: RunStarter
  readonly clock: Clock
  readonly random: RandomBytes
  readonly log: (line: ApiLogLine) => void
  /** Origins that browsers may call from; absent: none. */
  readonly corsOrigins?: readonly string[]
  readonly limits?: Partial<ApiLimits>
  /**
   * The caller where the way in has authenticated it already (a JWT that API Gateway's authorizer verified). Undefined:
   * a token is required. Only for ways in that cannot be bypassed.
   */
  readonly trustedIdentity?: (c: Context) => ApiIdentity | undefined
}

export type ApiDocument = ReturnType<OpenAPIHono['getOpenAPI31Document']>

/** The same, as routes get it. */
export interface RouteDeps extends ApiDeps {
  readonly registry: RegistryView
  /** The description of this API. */
  readonly document: () => ApiDocument
}

export interface ApiEnv {
  Variables: { requestId: string; identity?: ApiIdentity; error?: string }
}

export type Api = OpenAPIHono<ApiEnv>
