import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import type { Cause } from '@fleet-auditor/model/cause.ts'
import type { DiscoveredScope } from '@fleet-auditor/model/run-plan.ts'
import { scopeKey, type Scope } from '@fleet-auditor/model/scope.ts'
import { discoverFleet } from '../discovery/discover-fleet.ts'
import type { Ports } from '../ports/ports.ts'
import type { RunLedger } from '../ports/run-ledger.ts'
import { errorText } from '../error-text.ts'

type DiscoveringPorts = Pick<Ports, 'discoveries' | 'progress'> & { readonly ledger: RunLedger }
type Limits = Parameters<typeof discoverFleet>[2]

/** Lists the scopes of one group into the ledger; one that fails, or breaks our own code, is a row. */
export async function discoverScopes(
  run: string,
  group: number,
  ports: DiscoveringPorts,
  limits: Limits,
): Promise<void> {
  const planned = await ports.ledger.readGroup(run, group)
  if (!planned)
    throw new AuditorError('internal', `run ${run} has no group ${group}`, { remedy: 'plan-scopes comes first' })
  const discovered = await Promise.all(planned.scopes.map((scope) => discoverScope(scope, ports, limits)))
  await ports.ledger.putDiscovered(run, group, discovered)
}

async function discoverScope(scope: Scope, ports: DiscoveringPorts, limits: Limits): Promise<DiscoveredScope> {
  try {
    const { found, scopes } = await discoverFleet([scope], ports, limits)
    const [outcome] = scopes
    if (!outcome) return undiscovered(scope, 'tool-error', 'the scope was not listed')
    const clusters = found.map(({ cluster }) => cluster)
    return { scope, row: outcome.row, complete: outcome.complete, clusters }
  } catch (error) {
    const cause = error instanceof AuditorError ? (error.details.reason ?? 'malformed') : 'tool-error'
    return undiscovered(scope, cause, errorText(error))
  }
}

/** A scope that nobody read: what it holds is in doubt. */
export const undiscovered = (scope: Scope, cause: Cause, detail: string): DiscoveredScope => ({
  scope,
  row: { id: scopeKey(scope), kind: 'scope', outcome: 'failed', cause, detail },
  complete: false,
  clusters: [],
})
