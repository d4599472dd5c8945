import path from 'node:path'
import type { DemonstrationHandout } from '@fleet-auditor/simulator/demonstration/start-demonstration.ts'
import type { Variables } from '../wiring/environment.ts'
import type { DemonstrationFiles } from './files.ts'

/** A person's own logins and proxies must not meet a fleet that is not theirs. */
const personal = /^(AWS|AZURE|GOOGLE|GCLOUD|CLOUDSDK)_|^(https?|all|no)_proxy$/i

/** The environment of the audit: the person's, with the demonstration's login for each cloud in place of their own. */
export function demonstrationEnvironment(
  { aws, azure }: DemonstrationHandout,
  { folder, googleCredentials }: DemonstrationFiles,
  inherited: Variables,
): Variables {
  return {
    ...Object.fromEntries(Object.entries(inherited).filter(([name]) => !personal.test(name))),
    AWS_ACCESS_KEY_ID: aws.accessKeyId,
    AWS_SECRET_ACCESS_KEY: aws.secretAccessKey,
    AWS_EC2_METADATA_DISABLED: 'true',
    // No such files: the person's own profiles stay out of it.
    AWS_CONFIG_FILE: path.join(folder, 'aws-config'),
    AWS_SHARED_CREDENTIALS_FILE: path.join(folder, 'aws-credentials'),
    GOOGLE_APPLICATION_CREDENTIALS: googleCredentials,
    AZURE_TENANT_ID: azure.tenant,
    AZURE_CLIENT_ID: azure.clientId,
    AZURE_CLIENT_SECRET: azure.secret,
  }
}
