import type { FleetFile } from '@fleet-auditor/model/fleet-file.ts'
import { azureActions, azureTenantActions, neededDocuments, type AccessDocuments } from './cloud-roles.ts'
import { entraAudience } from './token-right.ts'

/**
 * What Azure must be given. `role`: for `az role definition create`, at a subscription that is a source. `tenant-role`:
 * the same at a management group, where a tenant is one. `federated-credential`: for `az ad app federated-credential
 * create --parameters`, which lets the AWS role of the function audit-aks sign in without a secret. With a fleet file:
 * what that one needs.
 */
export function azureDocuments(fleet?: FleetFile): AccessDocuments {
  const { azure, azureTenants } = fleet?.sources ?? {}
  const wide = [...azureActions, ...azureTenantActions]
  return neededDocuments({
    role: azure?.length === 0 ? undefined : role('Fleet auditor', azureActions, scopesOf(azure)),
    'tenant-role': azureTenants?.length === 0 ? undefined : role('Fleet auditor of a tenant', wide, [managementGroup]),
    'federated-credential': fleet && !fleet.federation.azure ? undefined : federatedCredential,
  })
}

const managementGroup = '/providers/Microsoft.Management/managementGroups/<management group>'

const federatedCredential = {
  name: 'fleet-auditor',
  issuer: '<issuer of the AWS account>',
  subject: '<ARN of the role of the function audit-aks>',
  audiences: [entraAudience],
}

/** A role can be assigned only where it is defined: at every subscription that is a source. */
const scopesOf = (azure: FleetFile['sources']['azure'] = []): string[] =>
  azure.length === 0
    ? ['/subscriptions/<subscription>']
    : [...new Set(azure.map(({ subscription }) => `/subscriptions/${subscription}`))]

const role = (name: string, actions: readonly string[], scopes: readonly string[]): object => ({
  Name: name,
  Description: 'Lists AKS clusters and reads the user kubeconfig for server and CA',
  Actions: [...actions],
  NotActions: [],
  DataActions: [],
  AssignableScopes: [...scopes],
})
