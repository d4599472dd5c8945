import type { Endpoints } from '@fleet-auditor/model/fleet-file.ts'
import type { AwsOptions } from '../aws/aws-settings.ts'
import type { HasPath } from '../cloud/endpoint.ts'

export interface EksOptions extends AwsOptions {
  readonly endpoints: Pick<Endpoints, 'eks' | 'sts'>
  /** ISO 8601. */
  readonly now: () => string
  readonly hasPath?: HasPath
}

export interface EksListerOptions extends AwsOptions {
  readonly endpoints: Pick<Endpoints, 'sts' | 'organizations' | 'account'>
  /** ISO 8601. */
  readonly now: () => string
}
