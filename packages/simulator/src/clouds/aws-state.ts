/** A cluster as DescribeCluster says it (times in epoch seconds); any field of the API may be given. */
export interface EksCluster {
  readonly name: string
  /** Listed, but deleted before anybody asks for it. */
  readonly gone?: boolean
  readonly [field: string]: unknown
}

/** Absent `region` or `cluster`: every one. A denied listing is without `cluster`. */
export interface AwsDenial {
  readonly action: `eks:${string}`
  readonly region?: string
  readonly cluster?: string
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
  readonly deny?: readonly AwsDenial[]
}

export interface AwsState {
  readonly accounts: readonly AwsAccount[]
  /** Dates as ISO 8601. */
  readonly clusterVersions?: readonly {
    readonly clusterVersion: string
    readonly endOfStandardSupportDate: string
    readonly endOfExtendedSupportDate: string
  }[]
  /** `aws` when absent. */
  readonly partition?: string
}
