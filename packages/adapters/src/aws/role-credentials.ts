import type { STSClient } from '@aws-sdk/client-sts'
import { fromTemporaryCredentials } from '@aws-sdk/credential-providers'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import { awsFailure } from './aws-failure.ts'
import type { AwsSettings } from './aws-settings.ts'

export interface AwsRole {
  readonly roleArn: string
  readonly externalId?: string | undefined
}

/** An error of AssumeRole would else look like one of the call that needed the credentials. */
export function roleCredentials(
  { roleArn, externalId }: AwsRole,
  { config: { credentials, requestHandler } }: STSClient,
  toSts: AwsSettings,
): ReturnType<typeof fromTemporaryCredentials> {
  const assume = fromTemporaryCredentials({
    masterCredentials: credentials,
    clientConfig: { ...toSts, requestHandler },
    params: {
      RoleArn: roleArn,
      RoleSessionName: 'fleet-auditor',
      ExternalId: externalId,
    },
  })
  return async (properties) => {
    try {
      return await assume(properties)
    } catch (error) {
      const { cause, detail, grant } = awsFailure(error, `assuming ${roleArn}`, 'sts:AssumeRole')
      throw new AuditorError('discover', detail, { reason: cause, grant, cause: error })
    }
  }
}
