import type { TokenCredential } from '@azure/core-auth'
import type { Endpoints } from '@fleet-auditor/model/fleet-file.ts'
import type { HasPath } from '../cloud/endpoint.ts'

export interface AksOptions {
  readonly endpoints: Pick<Endpoints, 'azure' | 'entra'>
  /** Absent: the service principal of the environment, else the Azure CLI's login. */
  readonly credential?: TokenCredential
  /** ISO 8601. */
  readonly now: () => string
  /** Milliseconds one page may take, its retries included. */
  readonly timeoutMs?: number
}

export interface AksConnectorOptions extends AksOptions {
  readonly hasPath?: HasPath
}
