import type { FleetFile } from '@fleet-auditor/model/fleet-file.ts'
import type { CloudWorker } from '@fleet-auditor/model/run-plan.ts'
import { scopeKey, type Scope } from '@fleet-auditor/model/scope.ts'
import { expandSources, type ListingLimits } from '../discovery/expand-scopes.ts'
import type { RunLedger } from '../ports/run-ledger.ts'
import type { ScopeListers } from '../ports/scope-lister.ts'
import type { Store } from '../ports/store.ts'
import { scopesOf } from '../discovery/scopes.ts'
import { runInWork } from './started-run.ts'
import { scopesWanted } from './selected.ts'

/** What the sources of one provider come to tonight, into the ledger. */
export async function listScopes(
  run: string,
  worker: CloudWorker,
  fleet: FleetFile,
  ports: { readonly scopeListers: ScopeListers; readonly ledger: RunLedger; readonly store: Store },
  limits: ListingLimits,
): Promise<void> {
  const { selection } = await runInWork(run, ports.store)
  const named = scopesOf(fleet).filter(({ provider }) => provider === worker)
  const wanted = await scopesWanted(selection, ports.store)
  const listed =
    wanted && namesAll(named, wanted, worker)
      ? { scopes: named.filter((scope) => wanted.has(scopeKey(scope))), rows: [] }
      : await expandSources(worker, fleet, ports, limits)
  await ports.ledger.putListed(run, worker, listed)
}

const prefixes: Readonly<Record<CloudWorker, string>> = { eks: 'aws:', gke: 'gcp:', aks: 'azure:' }

/** One cluster's audit need not ask an organization for its members when its scope is named by itself. */
function namesAll(named: readonly Scope[], wanted: ReadonlySet<string>, worker: CloudWorker): boolean {
  const keys = new Set(named.map(scopeKey))
  return [...wanted].every((key) => keys.has(key) || !key.startsWith(prefixes[worker]))
}
