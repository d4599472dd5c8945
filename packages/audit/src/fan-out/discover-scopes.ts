import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import type { Cause } from '@fleet-auditor/model/cause.ts'
import type { DiscoveredScope } from '@fleet-auditor/model/run-plan.ts'
import { scopeKey, type Scope } from '@fleet-auditor/model/scope.ts'
import { discoverFleet } from '../discovery/discover-fleet.ts'
import { errorCause, errorText } from '../error-text.ts'
import type { Ports } from '../ports/ports.ts'
import type { RunContext } from '../run-context.ts'

type DiscoverContext = Pick<RunContext, 'run' | 'limits' | 'signal'>
type DiscoverPorts = Pick<Ports, 'discoveries' | 'progress' | 'store'>

/** Lists the scopes of one group into the ledger; one that fails, or breaks our own code, is a row. */
export async function discoverScopes(
  { group }: { readonly group: number },
  context: DiscoverContext,
  ports: DiscoverPorts,
): Promise<void> {
  const { run } = context
  const planned = await ports.store.ledger.readGroup(run, group)
  if (!planned) {
    throw new AuditorError('internal', `run ${run} has no group ${group}`, { remedy: 'plan-scopes comes first' })
  }
  let registry: ReturnType<typeof ports.store.readRegistry> | undefined
  const store = { readRegistry: () => (registry ??= ports.store.readRegistry()) } // once for all scopes of the group
  const reading = { ...ports, store }
  const discovered = await Promise.all(planned.scopes.map((scope) => discoverScope(scope, context, reading)))
  await ports.store.ledger.putDiscovered(run, group, discovered)
}

async function discoverScope(
  scope: Scope,
  context: DiscoverContext,
  ports: Parameters<typeof discoverFleet>[2],
): Promise<DiscoveredScope> {
  try {
    const { found, scopes } = await discoverFleet([scope], context, ports)
    const [outcome] = scopes
    if (!outcome) return undiscovered(scope, 'tool-error', 'the scope was not listed')
    const clusters = found.map(({ cluster }) => cluster)
    return { scope, row: outcome.row, complete: outcome.complete, clusters }
  } catch (error) {
    return undiscovered(scope, errorCause(error), errorText(error))
  }
}

/** A scope that was not read: what it holds is in doubt. */
export const undiscovered = (scope: Scope, cause: Cause, detail: string): DiscoveredScope => ({
  scope,
  row: { id: scopeKey(scope), kind: 'scope', outcome: 'failed', cause, detail },
  complete: false,
  clusters: [],
})
