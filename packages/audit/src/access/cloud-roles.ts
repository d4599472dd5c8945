/**
 * Actions that discovery and login use on each cloud; the adapters call nothing else there, and a test holds them to it.
 * sts:GetCallerIdentity needs no permission; sts:AssumeRole belongs to the identity that assumes.
 */
export const awsActions = ['eks:DescribeCluster', 'eks:DescribeClusterVersions', 'eks:ListClusters'] as const
/** In every account whose regions are `all`. */
export const awsRegionActions = ['account:ListRegions'] as const
/** In the organization's management account, or its delegated administrator. */
export const awsListActions = ['organizations:ListAccounts'] as const
/** Of the role that signs in to other clouds as itself. */
export const awsFederationActions = ['sts:GetWebIdentityToken'] as const

export const gcpPermissions = [
  'container.clusters.connect',
  'container.clusters.get',
  'container.clusters.list',
] as const
/** At an organization that is a source. */
export const gcpOrganizationPermissions = ['cloudasset.assets.searchAllResources'] as const

export const azureActions = [
  'Microsoft.ContainerService/managedClusters/listClusterUserCredential/action',
  'Microsoft.ContainerService/managedClusters/read',
] as const
/** Where a tenant is a source. */
export const azureTenantActions = ['Microsoft.Resources/subscriptions/read'] as const

/** What one cloud must be given, each document by its name. */
export type AccessDocuments = Readonly<Record<string, object>>

/** The documents that a fleet needs: those that are not undefined. */
export function neededDocuments(documents: Readonly<Record<string, object | undefined>>): AccessDocuments {
  return Object.fromEntries(
    Object.entries(documents).flatMap(([name, document]) => (document ? [[name, document]] : [])),
  )
}
