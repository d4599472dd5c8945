import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import type { Cluster } from '@fleet-auditor/model/cluster.ts'
import type { LedgerRow } from '@fleet-auditor/model/run.ts'
import { scopeKey, type Scope } from '@fleet-auditor/model/scope.ts'
import { failed, type Failed, type Section } from '@fleet-auditor/model/section.ts'
import { withDeadline } from '../deadline.ts'
import { errorText } from '../error-text.ts'
import type { Discoveries, Listing } from '../ports/discovery.ts'
import type { Ports } from '../ports/ports.ts'
import type { RunContext } from '../run-context.ts'

/** A cluster with the scope it was found in, which its connector needs for credentials. */
export interface FoundCluster {
  readonly cluster: Cluster
  readonly scope: Scope
}

export interface ScopeOutcome {
  readonly scope: Scope
  readonly row: LedgerRow
  /** Zones that did not answer: what is not in this listing may still exist. */
  readonly complete: boolean
  readonly failure?: Failed
}

export interface Discovered {
  readonly found: readonly FoundCluster[]
  readonly scopes: readonly ScopeOutcome[]
}

type DiscoverPorts = Pick<Ports, 'discoveries' | 'progress'> & { readonly store?: Pick<Ports['store'], 'readRegistry'> }

/**
 * Lists every scope; one that fails is a row with a cause while the others go on. Without a store no cluster is known.
 */
export async function discoverFleet(
  scopes: readonly Scope[],
  { limits, signal: outer }: Pick<RunContext, 'limits' | 'signal'>,
  ports: DiscoverPorts,
): Promise<Discovered> {
  const answers = await Promise.all(
    scopes.map((scope) =>
      withDeadline(outer, limits.scopeDeadlineMs, (signal) =>
        list(scope, ports.discoveries, signal).catch((error: unknown) => mistaken(error, scopes)),
      ),
    ),
  )
  const listings = await withKnownClusters(scopes, answers, ports)
  const found: FoundCluster[] = []
  const outcomes: ScopeOutcome[] = []
  for (const [index, scope] of scopes.entries()) {
    const listing = listings[index] ?? failed('tool-error', 'the scope was not listed')
    outcomes.push(outcomeOf(scope, listing))
    if (listing.status === 'collected') {
      for (const cluster of listing.value.clusters) found.push({ cluster, scope })
      ports.progress({ kind: 'scope-listed', scope: scopeKey(scope), clusters: listing.value.clusters.length })
      const { closedByPolicy } = listing.value
      if (closedByPolicy) ports.progress({ kind: 'note', message: closedByPolicy })
    } else ports.progress({ kind: 'scope-failed', scope: scopeKey(scope), detail: listing.detail })
  }
  return { found, scopes: outcomes }
}

/** A place that a policy closed holds no cluster, unless one is known there: that one could not be read. */
async function withKnownClusters(
  scopes: readonly Scope[],
  listings: readonly Section<Listing>[],
  { store }: DiscoverPorts,
): Promise<readonly Section<Listing>[]> {
  const isClosed = (listing: Section<Listing>): boolean =>
    listing.status === 'collected' && listing.value.closedByPolicy !== undefined
  if (!store || !listings.some(isClosed)) return listings
  const registry = await store.readRegistry()
  const inhabited = new Set(registry.filter(({ goneIn }) => goneIn === undefined).map(({ cluster }) => cluster.scope))
  return listings.map((listing, index) => {
    const scope = scopes[index]
    if (!scope || !inhabited.has(scopeKey(scope)) || listing.status === 'failed') return listing
    const { closedByPolicy } = listing.value
    return closedByPolicy === undefined ? listing : failed('forbidden', `${closedByPolicy}; a cluster is known there`)
  })
}

/**
 * A mistake in what names the only scope ends the run; beside others it is that scope's failure, and so is a scope that
 * breaks our own code.
 */
function mistaken(error: unknown, scopes: readonly Scope[]): Failed {
  if (!(error instanceof AuditorError)) return failed('tool-error', errorText(error))
  if (scopes.length === 1 || error.code !== 'config') throw error
  const { remedy } = error.details
  return failed('malformed', error.message, remedy === undefined ? undefined : { kind: 'action', sentence: remedy })
}

async function list(scope: Scope, discoveries: Discoveries, signal: AbortSignal): Promise<Section<Listing>> {
  switch (scope.provider) {
    case 'eks':
      return (await discoveries.eks()).discover(scope, signal)
    case 'gke':
      return (await discoveries.gke()).discover(scope, signal)
    case 'aks':
      return (await discoveries.aks()).discover(scope, signal)
    case 'kubeconfig':
      return (await discoveries.kubeconfig()).discover(scope, signal)
  }
}

function outcomeOf(scope: Scope, listing: Section<Listing>): ScopeOutcome {
  const id = scopeKey(scope)
  if (listing.status === 'failed') {
    const row: LedgerRow = { id, kind: 'scope', outcome: 'failed', cause: listing.cause, detail: listing.detail }
    return { scope, row, complete: false, failure: listing }
  }
  const { unseen, closedByPolicy } = listing.value
  if (unseen.length === 0) {
    return { scope, row: { id, kind: 'scope', outcome: 'listed', detail: closedByPolicy }, complete: true }
  }
  const detail = `these parts did not answer: ${unseen.join(', ')}`
  return { scope, row: { id, kind: 'scope', outcome: 'partial', cause: 'unreachable', detail }, complete: false }
}
