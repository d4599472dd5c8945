import type { FleetFile } from '@fleet-auditor/model/fleet-file.ts'
import { gcpOrganizationPermissions, gcpPermissions } from './cloud-roles.ts'
import { command, type Command } from './shell-script.ts'

const functionRole = '<ARN of the role of the function audit-gke>'
const condition = `assertion.sub == '${functionRole}'`
const services = [
  'cloudasset.googleapis.com',
  'container.googleapis.com',
  'iamcredentials.googleapis.com',
  'sts.googleapis.com',
] as const

/** What `federation.google` names: the audience is the provider's own name. */
interface Place {
  /** Number of the project of the pool; gcloud takes it as `--project` too. */
  readonly number: string
  readonly pool: string
  readonly provider: string
  /** Absent: the federated identity reads as itself. */
  readonly serviceAccount: string | undefined
}

const anywhere: Place = {
  number: '<project number>',
  pool: 'fleet-auditor',
  provider: 'aws-auditor',
  serviceAccount: 'fleet-auditor@<project>.iam.gserviceaccount.com',
}

const named =
  /projects\/(?<number>\d+)\/locations\/global\/workloadIdentityPools\/(?<pool>[^/]+)\/providers\/(?<provider>[^/]+)$/

function placeOf(fleet: FleetFile | undefined): Place | undefined {
  if (fleet === undefined) return anywhere
  const { google } = fleet.federation
  const { number, pool, provider } = named.exec(google?.audience ?? '')?.groups ?? {}
  if (!number || !pool || !provider) return undefined
  return { number, pool, provider, serviceAccount: google?.serviceAccount }
}

/** Pool, provider and service account, by which the AWS role of audit-gke signs in; none without a federation. */
export function signInCommands(fleet: FleetFile | undefined): Command[] {
  const place = placeOf(fleet)
  if (place === undefined) return []
  const { number, pool, provider, serviceAccount } = place
  const inProject = ['--location=global', `--project=${number}`]
  return [
    command('gcloud services enable', ...services, `--project=${number}`),
    command('gcloud iam workload-identity-pools create', pool, ...inProject),
    command(
      'gcloud iam workload-identity-pools providers create-oidc',
      provider,
      ...inProject,
      `--workload-identity-pool=${pool}`,
      '--issuer-uri=<issuer of the AWS account>',
      '--attribute-mapping=google.subject=assertion.sub',
      `--attribute-condition=${condition}`,
    ),
    ...(serviceAccount === undefined ? [] : becomeCommands(serviceAccount, place)),
  ]
}

/** Google takes subjects of at most 127 characters: the role's ARN must not be longer. */
const subjectOf = ({ number, pool }: Place): string =>
  `principal://iam.googleapis.com/projects/${number}/locations/global/workloadIdentityPools/${pool}/subject/${functionRole}`

function becomeCommands(serviceAccount: string, place: Place): Command[] {
  const [name = '', domain = ''] = serviceAccount.split('@')
  const project = `--project=${domain.replace('.iam.gserviceaccount.com', '')}`
  return [
    command('gcloud iam service-accounts create', name, project),
    command(
      'gcloud iam service-accounts add-iam-policy-binding',
      serviceAccount,
      project,
      '--role=roles/iam.workloadIdentityUser',
      `--member=${subjectOf(place)}`,
    ),
  ]
}

/** All that a fleet needs: its sign-in, and a role for each project and organization that is a source. */
export function gcpCommands(fleet: FleetFile): Command[] {
  const place = placeOf(fleet)
  if (place === undefined) return []
  const { serviceAccount } = place
  const member = serviceAccount === undefined ? subjectOf(place) : `serviceAccount:${serviceAccount}`
  const { gcp, gcpOrganizations } = fleet.sources
  return [
    ...signInCommands(fleet),
    ...gcp.flatMap(({ project }) => roleCommands('project', project, gcpPermissions, member)),
    ...gcpOrganizations.flatMap(({ organization }) =>
      roleCommands('organization', organization, [...gcpOrganizationPermissions, ...gcpPermissions], member),
    ),
  ]
}

function roleCommands(
  kind: 'project' | 'organization',
  name: string,
  permissions: readonly string[],
  member: string,
): Command[] {
  return [
    {
      comment: `${kind} ${name}`,
      ...command(
        'gcloud iam roles create fleetAuditor --stage=GA',
        `--${kind}=${name}`,
        '--title=Fleet auditor',
        `--permissions=${permissions.join(',')}`,
      ),
    },
    command(
      `gcloud ${kind}s add-iam-policy-binding`,
      name,
      '--condition=None',
      `--role=${kind}s/${name}/roles/fleetAuditor`,
      `--member=${member}`,
    ),
  ]
}
