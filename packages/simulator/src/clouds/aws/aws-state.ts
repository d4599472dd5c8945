import type { WebIdentityIssuer } from '../web-identity.ts'

/** A cluster as DescribeCluster answers it (times in epoch seconds); any field of the API may be given. */
export interface EksCluster {
  readonly name: string
  /** Listed, but deleted before anybody asks for it. */
  readonly gone?: boolean
  readonly [field: string]: unknown
}

/** Absent `region` or `cluster`: every one. A denied listing is without `cluster`. */
export interface AwsDenial {
  readonly action: `${'eks' | 'organizations' | 'account' | 'sts'}:${string}`
  readonly region?: string
  readonly cluster?: string
  /** By the organization's service control policy, not by want of a right. */
  readonly byPolicy?: boolean
}

export interface AwsAccount {
  /** 12 digits. */
  readonly id: string
  /** Access key ids that belong to a user of this account. */
  readonly accessKeys?: readonly string[]
  /** Roles of this account that every known caller may assume, given the external id where one is declared. */
  readonly roles?: readonly { readonly arn: string; readonly externalId?: string }[]
  /** The regions that the account opted in to; any other does not know its keys. */
  readonly regions: Readonly<Record<string, readonly EksCluster[]>>
  /** Regions that exist, and that the account did not opt in to. */
  readonly notOptedIn?: readonly string[]
  readonly deny?: readonly AwsDenial[]
  /** Outbound web identity federation is on, with this issuer. */
  readonly outbound?: WebIdentityIssuer
}

/** Account states as Organizations spells them. */
interface AwsMember {
  readonly id: string
  readonly state?: 'ACTIVE' | 'SUSPENDED' | 'CLOSED' | 'PENDING_ACTIVATION'
}

export interface AwsState {
  readonly accounts: readonly AwsAccount[]
  /** Dates as ISO 8601. */
  readonly clusterVersions?: readonly {
    readonly clusterVersion: string
    readonly endOfStandardSupportDate: string
    readonly endOfExtendedSupportDate: string
  }[]
  /** Its accounts, which need not be among `accounts`; the management account alone may list them. */
  readonly organization?: { readonly management: string; readonly members: readonly AwsMember[] }
  /** `aws` when absent. */
  readonly partition?: string
}
