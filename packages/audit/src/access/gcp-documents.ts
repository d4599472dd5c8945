import type { FleetFile } from '@fleet-auditor/model/fleet-file.ts'
import { gcpOrganizationPermissions, gcpPermissions, neededDocuments, type AccessDocuments } from './cloud-roles.ts'
import { signInCommands } from './gcp-commands.ts'
import { commandText } from './shell-script.ts'

/**
 * What Google Cloud must be given. `role`: custom role for each project that is a source, for `gcloud iam roles create
 * --project --file`. `organization-role`: the same with the search for clusters, for an organization that is one.
 * `workload-identity`: commands that let the AWS role of the function audit-gke sign in without a stored key. With a
 * fleet file: what that one needs.
 */
export function gcpDocuments(fleet?: FleetFile): AccessDocuments {
  const wide = [...gcpOrganizationPermissions, ...gcpPermissions]
  const { gcp, gcpOrganizations } = fleet?.sources ?? {}
  const signIn = signInCommands(fleet)
  return neededDocuments({
    role: gcp?.length === 0 ? undefined : role('Lists GKE clusters and connects to their API servers', gcpPermissions),
    'organization-role':
      gcpOrganizations?.length === 0
        ? undefined
        : role('Finds an organization’s GKE clusters and connects to their API servers', wide),
    'workload-identity': signIn.length > 0 ? signIn.map(commandText) : undefined,
  })
}

const role = (description: string, permissions: readonly string[]): object => ({
  title: 'Fleet auditor',
  description,
  stage: 'GA',
  includedPermissions: [...permissions],
})
