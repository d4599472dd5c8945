import { STSClient } from '@aws-sdk/client-sts'
import { fromTemporaryCredentials } from '@aws-sdk/credential-providers'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import type { Endpoints } from '@fleet-auditor/model/fleet-file.ts'
import pMemoize from 'p-memoize'
import { resolveEndpoint } from '../cloud/endpoint.ts'
import { awsFailure } from './aws-failure.ts'
import { awsSettings, type AwsOptions, type AwsSettings } from './aws-settings.ts'
import { guardClient, guardErrors, quotingErrors } from './guard-client.ts'
import { homeRegion, partitionOfRegion } from './partition.ts'

type Service = 'sts' | 'eks' | 'organizations' | 'account'

export interface AwsSessionOptions extends AwsOptions {
  readonly endpoints: Partial<Pick<Endpoints, Service>>
  /** Where the auditor runs; absent: what the SDK finds configured, else the home of the partition. */
  readonly region?: string
  /** Its id stands in the session's name, and with it in the other account's CloudTrail. */
  readonly run?: string
}

/** The ambient identity, or a role that it assumes. */
export interface AwsRole {
  readonly roleArn?: string | undefined
  readonly externalId?: string | undefined
}

/** One identity, with credentials that are good in every region and asked for again when they are due. */
export interface AwsSession {
  readonly sts: STSClient
  /** Settings of a client that signs with them, at the fleet file's endpoint of that service. */
  settings(service: Service, region: string): Promise<AwsSettings & Pick<STSClient['config'], 'credentials'>>
}

/** `region`: one of the partition that the identity is for. */
export type AwsSessions = (role: AwsRole, region: string) => Promise<AwsSession>

/**
 * One session an identity, at the STS of the auditor's own region: that of another region does not know the auditor's
 * credentials where its account has not opted in, though the role's account has; and what a regional STS gives holds
 * everywhere. https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_enable-regions.html
 */
export function createAwsSessions(options: AwsSessionOptions): AwsSessions {
  const open = pMemoize((role: AwsRole, partition: string) => openSession(options, role, partition), {
    cacheKey: ([{ roleArn, externalId }, partition]) => JSON.stringify([roleArn, externalId, partition]),
  })
  return ({ roleArn, externalId }, region) => open({ roleArn, externalId }, partitionOfRegion(region))
}

async function openSession(options: AwsSessionOptions, role: AwsRole, partition: string): Promise<AwsSession> {
  const settingsOf = async (service: Service, region: string): Promise<AwsSettings> => {
    const endpoint = options.endpoints[service]
    return awsSettings(region, options, endpoint && (await resolveEndpoint(service, endpoint)))
  }
  const toSts = await settingsOf('sts', await ownRegion(options, partition))
  const own = new STSClient({ ...toSts, credentials: options.credentials })
  guardClient(own)
  const { requestHandler } = own.config
  const assumed = role.roleArn ? assuming({ ...role, roleArn: role.roleArn }, own, toSts, options.run) : undefined
  // The client's provider remembers its credentials until they are due, and asks once for all who wait.
  const sts = assumed ? new STSClient({ ...toSts, requestHandler, credentials: assumed }) : own
  // Its requests go through the guarded handler; its errors may quote the role's credentials.
  if (sts !== own) guardErrors(sts)
  const { credentials } = sts.config
  return { sts, settings: async (service, region) => ({ ...(await settingsOf(service, region)), credentials }) }
}

async function ownRegion({ region }: AwsSessionOptions, partition: string): Promise<string> {
  const own = region || (await configuredRegion())
  return own !== undefined && partitionOfRegion(own) === partition ? own : homeRegion(partition)
}

async function configuredRegion(): Promise<string | undefined> {
  try {
    return await new STSClient({}).config.region()
  } catch {
    return undefined // the SDK throws where neither environment nor profile names a region
  }
}

/** An error of AssumeRole would else look like one of the call that needed the credentials. */
function assuming(
  { roleArn, externalId }: AwsRole & { readonly roleArn: string },
  { config: { credentials, requestHandler } }: STSClient,
  toSts: AwsSettings,
  run: string | undefined,
): ReturnType<typeof fromTemporaryCredentials> {
  const assume = fromTemporaryCredentials({
    masterCredentials: credentials,
    clientConfig: { ...toSts, requestHandler },
    clientPlugins: [quotingErrors],
    params: { RoleArn: roleArn, RoleSessionName: sessionName(run), ExternalId: externalId },
  })
  return async (properties) => {
    try {
      return await assume(properties)
    } catch (error) {
      const { cause, detail, grant } = awsFailure(error, `assuming ${roleArn}`, 'sts:AssumeRole')
      const words = cause === 'forbidden' ? `${detail}; ${whereRolesLack}` : detail
      throw new AuditorError('discover', words, { reason: cause, grant, cause: error })
    }
  }
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stacksets-concepts.html */
const whereRolesLack =
  'create this role by hand where a StackSet made none (service-managed ones leave out the organization’s management ' +
  'account), or name the account under except'

/** STS takes 64 letters, digits and `+=,.@-_`. */
const sessionName = (run: string | undefined): string =>
  ['fleet-auditor', run]
    .filter(Boolean)
    .join('-')
    .replaceAll(/[^\w+=,.@-]/g, '-')
    .slice(0, 64)
