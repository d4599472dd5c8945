import type { RunLedger } from '@fleet-auditor/audit/ports/run-ledger.ts'
import type { Cluster } from '@fleet-auditor/model/cluster.ts'
import type { CloudWorker, DiscoveredScope } from '@fleet-auditor/model/run-plan.ts'
import { scopeKey, type Scope } from '@fleet-auditor/model/scope.ts'

/** 3,000 scopes of three clouds with 10,000 clusters in all, as workers put them into the ledger. */
export const wide = { scopesOfCloud: 1000, clusters: 10_000 } as const

/** A fleet file whose sources need all three workers. */
export const wideFleet = {
  fleet: 'interpreter',
  planes: [{ name: 'meshery-eu', manages: [{}] }],
  sources: {
    aws: [{ account: '111122223333', regions: ['eu-west-1'] }],
    gcp: [{ project: 'shop-0000' }],
    azure: [{ subscription: '00000000-0000-4000-8000-000000000000' }],
  },
}

export const putWideScopes = (ledger: RunLedger, run: string, worker: CloudWorker): Promise<void> =>
  ledger.putListed(run, worker, {
    scopes: Array.from({ length: wide.scopesOfCloud }, (_, index) => scopeOf(worker, index)),
    rows: [],
  })

/** Discovers one group: three or four clusters in each of its scopes. */
export async function putWideClusters(ledger: RunLedger, run: string, group: number): Promise<void> {
  const planned = await ledger.readGroup(run, group)
  const first = group * 50
  const discovered = (planned?.scopes ?? []).map((scope, index) => discoveredOf(scope, first + index))
  await ledger.putDiscovered(run, group, discovered)
}

function scopeOf(worker: CloudWorker, index: number): Scope {
  const number = String(index).padStart(4, '0')
  switch (worker) {
    case 'eks':
      return { provider: 'eks', account: `11112222${number}`, region: 'eu-west-1' }
    case 'gke':
      return { provider: 'gke', project: `shop-${number}` }
    case 'aks':
      return { provider: 'aks', subscription: `00000000-0000-4000-8000-00000000${number}`, allowLocalAccount: false }
  }
}

const scopes = 3 * wide.scopesOfCloud

function discoveredOf(scope: Scope, index: number): DiscoveredScope {
  const key = scopeKey(scope)
  const from = Math.floor((index * wide.clusters) / scopes)
  const until = Math.floor(((index + 1) * wide.clusters) / scopes)
  const clusters = Array.from({ length: until - from }, (_, offset) => clusterOf(scope, key, from + offset))
  return { scope, row: { id: key, kind: 'scope', outcome: 'listed' }, complete: true, clusters }
}

const clusterOf = ({ provider }: Scope, scope: string, index: number): Cluster => ({
  id: `${provider}:${scope}/c${index}`,
  locator: `${provider}/${scope}/c${index}`,
  name: `c${index}`,
  provider,
  scope,
  region: 'eu-west-1',
  labels: { team: `team-${index % 40}` },
})
