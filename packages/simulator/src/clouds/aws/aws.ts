import type { CloudRequest } from '../cloud-answer.ts'
import { startCloudServer, type CloudServerOptions, type RunningCloudServer } from '../cloud-server.ts'
import { accountOperation, organizationsOperation } from './account-operations.ts'
import type { AwsState } from './aws-state.ts'
import { eksOperation } from './eks-operations.ts'
import { stsOperation } from './sts-operations.ts'

export interface RunningAws extends RunningCloudServer {
  /** Another day: the same server over another state. */
  replace(state: AwsState): void
}

/**
 * EKS (operations `ListClusters`, `DescribeCluster`, `DescribeClusterVersions`), STS (`AssumeRole`, `GetCallerIdentity`,
 * `GetWebIdentityToken`), Organizations (`ListAccounts`) and Account Management (`ListRegions`) of any number of accounts
 * and regions on one loopback port.
 */
export async function startAws(state: AwsState, options: CloudServerOptions = {}): Promise<RunningAws> {
  let current = state
  const route = (request: CloudRequest) =>
    organizationsOperation(request, current) ??
    accountOperation(request, current) ??
    stsOperation(request, current) ??
    eksOperation(request, current)
  const server = await startCloudServer(route, options)
  return { ...server, replace: (next) => (current = next) }
}
