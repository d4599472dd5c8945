import { EKSClient } from '@aws-sdk/client-eks'
import { STSClient } from '@aws-sdk/client-sts'
import type { ScopeOf } from '@fleet-auditor/model/scope.ts'
import { resolveEndpoint } from '../cloud/endpoint.ts'
import { awsSettings } from './aws-settings.ts'
import { limitAnswers } from './limit-answers.ts'
import type { EksOptions } from '../eks/options.ts'
import { roleCredentials } from './role-credentials.ts'

export interface AwsClients {
  readonly eks: EKSClient
  readonly sts: STSClient
}

/** Both clients sign with the same credentials: the scope's role where it has one, else the ambient ones. */
export async function openAwsClients(options: EksOptions, scope: ScopeOf<'eks'>): Promise<AwsClients> {
  const { eks: eksEndpoint, sts: stsEndpoint } = options.endpoints
  const toEks = awsSettings(scope.region, options, eksEndpoint && (await resolveEndpoint('eks', eksEndpoint)))
  const toSts = awsSettings(scope.region, options, stsEndpoint && (await resolveEndpoint('sts', stsEndpoint)))
  const given = options.credentials ? { credentials: options.credentials } : {}
  const own = new STSClient({ ...toSts, ...given })
  limitAnswers(own.config.requestHandler)
  const { requestHandler } = own.config
  const credentials = scope.roleArn
    ? roleCredentials({ ...scope, roleArn: scope.roleArn }, own, toSts)
    : own.config.credentials
  const eks = new EKSClient({ ...toEks, credentials })
  limitAnswers(eks.config.requestHandler)
  // The provider of the EKS client remembers its credentials until they are due: one AssumeRole for both.
  const sts = scope.roleArn ? new STSClient({ ...toSts, requestHandler, credentials: eks.config.credentials }) : own
  return { eks, sts }
}
