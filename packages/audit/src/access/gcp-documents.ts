import type { FleetFile } from '@fleet-auditor/model/fleet-file.ts'
import { gcpOrganizationPermissions, gcpPermissions, neededDocuments, type AccessDocuments } from './cloud-roles.ts'

const pool = 'fleet-auditor'
const at = '--location=global'
const poolOf = 'projects/<project number>/locations/global/workloadIdentityPools'

/** Google keeps a subject of at most 127 characters: the role's ARN must not be longer. */
const signIn: readonly string[] = [
  'aws iam enable-outbound-web-identity-federation',
  'gcloud services enable cloudasset.googleapis.com container.googleapis.com iamcredentials.googleapis.com sts.googleapis.com --project=<project>',
  `gcloud iam workload-identity-pools create ${pool} ${at} --project=<project>`,
  `gcloud iam workload-identity-pools providers create-oidc aws-auditor ${at} --project=<project> ` +
    `--workload-identity-pool=${pool} --issuer-uri=<issuer of the AWS account> ` +
    `--attribute-mapping=google.subject=assertion.sub --attribute-condition="assertion.sub == '<ARN of the role of the function audit-gke>'"`,
  'gcloud iam service-accounts create fleet-auditor --project=<project>',
  'gcloud iam service-accounts add-iam-policy-binding fleet-auditor@<project>.iam.gserviceaccount.com ' +
    '--role=roles/iam.workloadIdentityUser --project=<project> ' +
    `--member="principal://iam.googleapis.com/${poolOf}/${pool}/subject/<ARN of the role of the function audit-gke>"`,
  'gcloud organizations add-iam-policy-binding <organization> --condition=None ' +
    '--role=organizations/<organization>/roles/fleetAuditor ' +
    '--member=serviceAccount:fleet-auditor@<project>.iam.gserviceaccount.com',
]

/**
 * What Google Cloud must be given. `role`: custom role for each project that is a source, for `gcloud iam roles create
 * --project --file`. `organization-role`: the same with the search for clusters, for an organization that is one.
 * `workload-identity`: commands that let the AWS role of the function audit-gke sign in without a stored key. With a
 * fleet file: what that one needs.
 */
export function gcpDocuments(fleet?: FleetFile): AccessDocuments {
  const wide = [...gcpOrganizationPermissions, ...gcpPermissions]
  const { gcp, gcpOrganizations } = fleet?.sources ?? {}
  return neededDocuments({
    role: gcp?.length === 0 ? undefined : role('Lists GKE clusters and connects to their API servers', gcpPermissions),
    'organization-role':
      gcpOrganizations?.length === 0
        ? undefined
        : role('Finds an organization’s GKE clusters and connects to their API servers', wide),
    'workload-identity': fleet && !fleet.federation.google ? undefined : signIn,
  })
}

const role = (description: string, permissions: readonly string[]): object => ({
  title: 'Fleet auditor',
  description,
  stage: 'GA',
  includedPermissions: [...permissions],
})
