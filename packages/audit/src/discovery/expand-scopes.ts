import type { ClusterFacts } from '@fleet-auditor/model/cluster-facts.ts'
import { CloudWorker, type ListedSources } from '@fleet-auditor/model/run-plan.ts'
import type { LedgerRow } from '@fleet-auditor/model/run.ts'
import { scopeKey, type Scope } from '@fleet-auditor/model/scope.ts'
import { failed, type Section } from '@fleet-auditor/model/section.ts'
import { withDeadline } from '../deadline.ts'
import { errorCause, errorText } from '../error-text.ts'
import type { Ports } from '../ports/ports.ts'
import type { ScopeListers, ScopeListing, WideSource } from '../ports/scope-lister.ts'
import type { RunContext } from '../run-context.ts'
import { scopesOf, wideSourcesOf, sourceKey } from './scopes.ts'

type ListingContext = Pick<RunContext, 'fleet' | 'limits' | 'signal'>

/** By provider, a row for each source or member of one that could not be listed. */
export type UnreadSources = ReadonlyMap<CloudWorker, readonly LedgerRow[]>

/** All scopes of a fleet file, the members of its organizations and tenants among them; each scope once. */
export async function expandScopes(
  context: ListingContext,
  ports: Pick<Ports, 'scopeListers'>,
): Promise<{ readonly scopes: readonly Scope[]; readonly unread: UnreadSources }> {
  const scopes: Scope[] = []
  const unread = new Map<CloudWorker, readonly LedgerRow[]>()
  for (const worker of CloudWorker.options) {
    const listed = await expandSources(worker, context, ports)
    for (const scope of listed.scopes) scopes.push(scope)
    if (listed.rows.length > 0) unread.set(worker, listed.rows)
  }
  scopes.push(...scopesOf(context.fleet).filter(({ provider }) => provider === 'kubeconfig'))
  return { scopes, unread }
}

/** What the sources of one provider come to. A source that cannot be listed is a row; the others go on. */
export async function expandSources(
  worker: CloudWorker,
  context: ListingContext,
  { scopeListers }: Pick<Ports, 'scopeListers'>,
): Promise<ListedSources> {
  const { fleet } = context
  const wide = wideSourcesOf(fleet).filter((source) => source.worker === worker)
  const listings = await Promise.all(wide.map((source) => listed(source, scopeListers, context)))
  const scopes = new Map<string, Scope>()
  const add = (scope: Scope): void => {
    if (!scopes.has(scopeKey(scope))) scopes.set(scopeKey(scope), scope)
  }
  for (const scope of scopesOf(fleet)) if (scope.provider === worker) add(scope)
  const rows: LedgerRow[] = []
  for (const { source, listing } of listings) {
    if (listing.status === 'failed') rows.push(unreadRow(sourceKey(source), listing))
    else {
      for (const scope of listing.value.scopes) add(scope)
      for (const { member, failure } of listing.value.unread) {
        rows.push(unreadRow(`${sourceKey(source)}/${member}`, failure))
      }
    }
  }
  return { scopes: [...scopes.values()], rows }
}

async function listed(
  source: WideSource,
  scopeListers: ScopeListers,
  { limits, signal }: ListingContext,
): Promise<{ source: WideSource; listing: Section<ScopeListing> }> {
  const list = async (within: AbortSignal) => (await scopeListers[source.worker]()).list(source, within)
  const listing = await withDeadline(signal, limits.scopeDeadlineMs, list).catch((error: unknown) =>
    failed(errorCause(error), errorText(error)),
  )
  return { source, listing }
}

const unreadRow = (id: string, { cause, detail }: Pick<LedgerRow, 'cause' | 'detail'>): LedgerRow => ({
  id,
  kind: 'source',
  outcome: 'failed',
  cause,
  detail,
})

/** Why a scope that was not listed may still be there. */
export function doubtsOf(unread: UnreadSources): Map<CloudWorker, NonNullable<ClusterFacts['scopeDoubt']>> {
  const doubts = new Map<CloudWorker, NonNullable<ClusterFacts['scopeDoubt']>>()
  for (const [worker, [row]] of unread) {
    if (!row) continue
    doubts.set(worker, {
      cause: row.cause ?? 'tool-error',
      detail: `${row.id} could not be listed: ${row.detail ?? ''}`,
    })
  }
  return doubts
}
