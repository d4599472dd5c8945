import type { Clock } from '@fleet-auditor/audit/ports/clock.ts'
import type { FleetStore } from '@fleet-auditor/audit/ports/fleet-store.ts'
import type { RandomBytes } from '@fleet-auditor/audit/ports/random-bytes.ts'
import type { RunStarter } from '@fleet-auditor/audit/ports/run-starter.ts'
import type { TokenScope } from '@fleet-auditor/audit/ports/token-store.ts'
import type { FleetFile } from '@fleet-auditor/model/fleet-file.ts'
import type { OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import type { ApiLimits } from './limits.ts'
import type { RegistryView } from './registry-view.ts'

/** Who asks, once it is proven. */
export interface ApiIdentity {
  readonly name: string
  readonly scopes: readonly TokenScope[]
}

/** One line of the log for each request. `error`: what a 5xx was caused by; it is not told to who asked. */
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

/** What a door hands to the app; the same under Lambda and under `serve`. */
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
   * Who asks, where the door has proven it already (a JWT that API Gateway's authorizer verified). Undefined: a token
   * must prove it. Only for doors that cannot be passed by.
   */
  readonly trustedIdentity?: (c: Context) => ApiIdentity | undefined
}

/** The same, as routes get it. */
export interface RouteDeps extends ApiDeps {
  readonly registry: RegistryView
}

export interface ApiEnv {
  Variables: { requestId: string; identity?: ApiIdentity; error?: string }
}

export type Api = OpenAPIHono<ApiEnv>
