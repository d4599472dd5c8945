import type { Endpoints } from '@fleet-auditor/model/fleet-file.ts'
import type { AwsSessionOptions } from '../aws/aws-sessions.ts'
import type { HasPath } from '../cloud/endpoint.ts'

export interface EksOptions extends AwsSessionOptions {
  readonly endpoints: Pick<Endpoints, 'eks' | 'sts'>
  /** ISO 8601. */
  readonly now: () => string
  readonly hasPath?: HasPath
}

export interface EksListerOptions extends AwsSessionOptions {
  readonly endpoints: Pick<Endpoints, 'sts' | 'organizations' | 'account'>
  /** ISO 8601. */
  readonly now: () => string
}
