import type { EKSClientConfig } from '@aws-sdk/client-eks'
import type { Endpoints } from '@fleet-auditor/model/fleet-file.ts'
import type { HasPath } from '../cloud/path-to-private.ts'

export interface EksOptions {
  readonly endpoints: Pick<Endpoints, 'eks' | 'sts'>
  /** Absent: the SDK's default chain. A scope with a role assumes it from these. */
  readonly credentials?: NonNullable<EKSClientConfig['credentials']>
  /** ISO 8601. */
  readonly now: () => string
  /** Milliseconds that one attempt of a read may take; the SDK makes three. */
  readonly attemptTimeoutMs?: number
  readonly hasPath?: HasPath
}

export interface EksListerOptions extends Pick<EksOptions, 'credentials' | 'now' | 'attemptTimeoutMs'> {
  readonly endpoints: Pick<Endpoints, 'sts' | 'organizations' | 'account'>
}
