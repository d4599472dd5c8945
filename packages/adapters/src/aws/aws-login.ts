import { STSClient } from '@aws-sdk/client-sts'
import type { Endpoints } from '@fleet-auditor/model/fleet-file.ts'
import { resolveEndpoint } from '../cloud/endpoint.ts'
import { awsSettings, type AwsOptions, type AwsSettings } from './aws-settings.ts'
import { limitAnswers } from './limit-answers.ts'
import { roleCredentials, type AwsRole } from './role-credentials.ts'

/** Credentials in one region, cached until they expire. */
export interface AwsLogin {
  readonly sts: STSClient
  /** Settings of a client that signs with them, at the fleet file's endpoint of that service. */
  settings(service: 'organizations' | 'account'): Promise<AwsSettings & Pick<STSClient['config'], 'credentials'>>
  /** Lets its connections go. */
  close(): void
}

interface AwsLoginOptions extends AwsOptions {
  readonly endpoints: Pick<Endpoints, 'sts' | 'organizations' | 'account'>
}

/** As the ambient identity, or as a role that it assumes. */
export async function openAwsLogin(
  options: AwsLoginOptions,
  region: string,
  { roleArn, externalId }: { readonly [K in keyof AwsRole]?: AwsRole[K] | undefined } = {},
): Promise<AwsLogin> {
  const settingsOf = async (service: keyof AwsLoginOptions['endpoints']): Promise<AwsSettings> => {
    const endpoint = options.endpoints[service]
    return awsSettings(region, options, endpoint && (await resolveEndpoint(service, endpoint)))
  }
  const toSts = await settingsOf('sts')
  const own = new STSClient({ ...toSts, credentials: options.credentials })
  limitAnswers(own.config.requestHandler)
  const { requestHandler } = own.config
  const sts = roleArn
    ? new STSClient({ ...toSts, requestHandler, credentials: roleCredentials({ roleArn, externalId }, own, toSts) })
    : own
  return {
    sts,
    settings: async (service) => ({ ...(await settingsOf(service)), credentials: sts.config.credentials }),
    close: () => own.destroy(),
  }
}
