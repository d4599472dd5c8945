import type { CloudWorker } from '@fleet-auditor/model/run-plan.ts'
import { scopeKey, scopeWorker, type Scope } from '@fleet-auditor/model/scope.ts'
import { expandSources } from '../discovery/expand-scopes.ts'
import { scopesOf } from '../discovery/scopes.ts'
import { scopesWanted } from '../discovery/select-clusters.ts'
import type { Ports } from '../ports/ports.ts'
import type { RunContext } from '../run-context.ts'
import { startedRun } from './start-run.ts'

/** What the sources of one provider come to, into the ledger. */
export async function listScopes(
  { worker }: { readonly worker: CloudWorker },
  context: Pick<RunContext, 'run' | 'fleet' | 'limits' | 'signal'>,
  ports: Pick<Ports, 'scopeListers' | 'store'>,
): Promise<void> {
  const { selection } = await startedRun(context.run, ports)
  const named = scopesOf(context.fleet).filter(({ provider }) => provider === worker)
  const wanted = await scopesWanted(selection, ports)
  const listed =
    wanted && namesAll(named, wanted, worker)
      ? { scopes: named.filter((scope) => wanted.has(scopeKey(scope))), rows: [] }
      : await expandSources(worker, context, ports)
  await ports.store.ledger.putListed(context.run, worker, listed)
}

/** One cluster's audit need not ask an organization for its members when its scope is named by itself. */
function namesAll(named: readonly Scope[], wanted: ReadonlySet<string>, worker: CloudWorker): boolean {
  const keys = new Set(named.map(scopeKey))
  return [...wanted].every((key) => keys.has(key) || scopeWorker(key) !== worker)
}
