/** Actions that discovery and login use on each cloud; the adapters call nothing else there. */
export const awsActions = ['eks:DescribeCluster', 'eks:DescribeClusterVersions', 'eks:ListClusters'] as const

export const gcpPermissions = [
  'container.clusters.connect',
  'container.clusters.get',
  'container.clusters.list',
] as const

export const azureActions = [
  'Microsoft.ContainerService/managedClusters/listClusterUserCredential/action',
  'Microsoft.ContainerService/managedClusters/read',
] as const

/**
 * IAM policy of the role in each audited account. sts:GetCallerIdentity needs no permission; sts:AssumeRole belongs to
 * the identity that assumes this role.
 */
export const awsPolicy = (): object => ({
  Version: '2012-10-17',
  Statement: [{ Sid: 'FleetAuditorRead', Effect: 'Allow', Action: [...awsActions], Resource: '*' }],
})

/** Custom role for `gcloud iam roles create --file`. */
export const gcpRole = (): object => ({
  title: 'Fleet auditor',
  description: 'Lists GKE clusters and connects to their API servers, read-only',
  stage: 'GA',
  includedPermissions: [...gcpPermissions],
})

/** Role definition for `az role definition create`. */
export const azureRole = (): object => ({
  Name: 'Fleet auditor',
  Description: 'Lists AKS clusters and reads the user kubeconfig for server and CA',
  Actions: [...azureActions],
  NotActions: [],
  DataActions: [],
  AssignableScopes: ['/subscriptions/<subscription>'],
})
