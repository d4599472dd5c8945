import { bearerOf, type CloudRequest } from '../cloud-answer.ts'
import type { GooglePoolProvider } from './google-pool.ts'
import type { GoogleAccounts } from './google-token.ts'
import { listedToken } from './google-user.ts'

/** A cluster as the REST API answers it (enums as words); any field of `google.container.v1.Cluster` may be given. */
export interface GkeCluster {
  readonly name: string
  readonly location: string
  readonly [field: string]: unknown
}

export interface GoogleProject {
  readonly project: string
  readonly clusters: readonly GkeCluster[]
  /** Zones whose answer is missing from the listing. */
  readonly missingZones?: readonly string[]
  /** The Kubernetes Engine API is off. */
  readonly apiOff?: boolean
  /** The identity may not list here. */
  readonly denied?: boolean
}

export interface GoogleState {
  readonly projects: readonly GoogleProject[]
  readonly accounts: GoogleAccounts
  readonly organizations?: readonly GoogleOrganization[]
  readonly pools?: readonly GooglePoolProvider[]
}

/** What Cloud Asset Inventory knows of an organization: the clusters of its projects. */
export interface GoogleOrganization {
  /** Its number. */
  readonly organization: string
  /** Projects (among `projects` of the state) by id, with their numbers. */
  readonly numbers: Readonly<Record<string, string>>
  /** The identity may not search here. */
  readonly denied?: boolean
  /** Full names that are no cluster's. */
  readonly oddNames?: readonly string[]
}

/** Whether the request shows a token that some account, pool or impersonation yields. */
export function isKnown(request: CloudRequest, { accounts, pools = [] }: GoogleState): boolean {
  const token = listedToken(bearerOf(request))
  const pooled = pools.flatMap((pool) => [pool.token, ...Object.values(pool.serviceAccounts ?? {})])
  return token !== undefined && [...Object.values(accounts), ...pooled].includes(token)
}
