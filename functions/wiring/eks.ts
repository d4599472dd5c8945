import { createAwsSessions } from '@fleet-auditor/adapters/aws/aws-sessions.ts'
import { createEksConnector } from '@fleet-auditor/adapters/eks/connector.ts'
import { createEksDiscovery } from '@fleet-auditor/adapters/eks/discovery.ts'
import { createEksAccounts } from '@fleet-auditor/adapters/eks/eks-account.ts'
import { createEksScopeLister } from '@fleet-auditor/adapters/eks/scope-lister.ts'
import pMemoize from 'p-memoize'
import type { WireOneCloud } from './worker.ts'

/** EKS with the credentials of the function's role, from which those of other accounts are assumed. */
export const wireEks: WireOneCloud = (options) => {
  // One login an account, and what discovery described is what the connector connects to.
  const sessions = createAwsSessions(options)
  const accounts = createEksAccounts(options, sessions)
  return {
    discoveries: { eks: pMemoize(async () => createEksDiscovery(options, accounts)) },
    connectors: { eks: pMemoize(async () => createEksConnector(options, accounts)) },
    scopeListers: { eks: pMemoize(async () => createEksScopeLister(options, sessions)) },
  }
}
