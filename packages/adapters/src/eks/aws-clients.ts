import { EKSClient } from '@aws-sdk/client-eks'
import { STSClient } from '@aws-sdk/client-sts'
import { fromTemporaryCredentials } from '@aws-sdk/credential-providers'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import type { ScopeOf } from '@fleet-auditor/model/scope.ts'
import { type ResolvedEndpoint, resolveEndpoint } from '../cloud/endpoint.ts'
import { retriesAllowed } from '../cloud/limits.ts'
import { awsFailure } from './aws-failure.ts'
import { limitAnswers } from './limit-answers.ts'
import type { EksOptions } from './options.ts'

export interface AwsClients {
  readonly eks: EKSClient
  readonly sts: STSClient
}

/** Both clients sign with the same credentials: the scope's role where it has one, else the ambient ones. */
export async function openAwsClients(options: EksOptions, scope: ScopeOf<'eks'>): Promise<AwsClients> {
  const { eks: eksEndpoint, sts: stsEndpoint } = options.endpoints
  const toEks = settings(scope.region, options, eksEndpoint && (await resolveEndpoint('eks', eksEndpoint)))
  const toSts = settings(scope.region, options, stsEndpoint && (await resolveEndpoint('sts', stsEndpoint)))
  const given = options.credentials ? { credentials: options.credentials } : {}
  const own = new STSClient({ ...toSts, ...given })
  limitAnswers(own.config.requestHandler)
  const { requestHandler } = own.config
  const credentials = scope.roleArn ? roleCredentials(scope, scope.roleArn, own, toSts) : own.config.credentials
  const eks = new EKSClient({ ...toEks, credentials })
  limitAnswers(eks.config.requestHandler)
  // The provider of the EKS client remembers its credentials until they are due: one AssumeRole for both.
  const sts = scope.roleArn ? new STSClient({ ...toSts, requestHandler, credentials: eks.config.credentials }) : own
  return { eks, sts }
}

/** An error of AssumeRole would else look like one of the call that needed the credentials. */
function roleCredentials(
  scope: ScopeOf<'eks'>,
  roleArn: string,
  { config: { credentials, requestHandler } }: STSClient,
  toSts: ReturnType<typeof settings>,
): ReturnType<typeof fromTemporaryCredentials> {
  const assume = fromTemporaryCredentials({
    masterCredentials: credentials,
    clientConfig: { ...toSts, requestHandler },
    params: {
      RoleArn: roleArn,
      RoleSessionName: 'fleet-auditor',
      ...(scope.externalId === undefined ? {} : { ExternalId: scope.externalId }),
    },
  })
  return async (properties) => {
    try {
      return await assume(properties)
    } catch (error) {
      const { cause, detail, grant } = awsFailure(error, `assuming ${roleArn}`, 'sts:AssumeRole')
      throw new AuditorError('discover', detail, { reason: cause, ...(grant ? { grant } : {}), cause: error })
    }
  }
}

const connectionTimeoutMs = 3000
const attemptTimeoutMs = 8000

/** The SDK has no time-out of its own, and `requestTimeout` alone only logs a warning. */
function settings(region: string, options: EksOptions, endpoint: ResolvedEndpoint | undefined) {
  const requestTimeout = options.attemptTimeoutMs ?? attemptTimeoutMs
  const connectionTimeout = Math.min(connectionTimeoutMs, requestTimeout)
  return {
    region,
    maxAttempts: retriesAllowed + 1,
    requestHandler: {
      connectionTimeout,
      requestTimeout,
      throwOnRequestTimeout: true,
      ...(endpoint?.caPem ? { httpsAgent: { ca: endpoint.caPem, keepAlive: true, maxSockets: 50 } } : {}),
    },
    ...(endpoint ? { endpoint: endpoint.url.href } : {}),
  }
}
