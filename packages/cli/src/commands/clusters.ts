import { mapConcurrent } from '@fleet-auditor/audit/map-concurrent.ts'
import type { RegisteredCluster, Store } from '@fleet-auditor/audit/ports/store.ts'
import { clusterLabels } from '@fleet-auditor/model/cluster-label.ts'
import { presenceShort } from '@fleet-auditor/model/presence.ts'
import type { LedgerRow } from '@fleet-auditor/model/run.ts'
import { columns } from '@fleet-auditor/report/columns.ts'
import { safeText } from '@fleet-auditor/report/safe-text.ts'
import { printRows } from '../printing/rows.ts'
import { openStore } from '../wiring/store.ts'
import { defineCommand } from './define-command.ts'
import { dataFolder, format } from './options/shared-options.ts'

/** Reads of the store at once. */
const width = 32

/** The clusters of all runs. */
export const clustersCommand = defineCommand({
  name: 'clusters',
  summary: 'the clusters that some run has found',
  options: { data: dataFolder, format },
  async run({ data, format: as }, io) {
    await using store = await openStore(data)
    const registry = await store.readRegistry()
    const rows = await mapConcurrent(registry, width, async (one) => ({ ...one, state: await stateOf(one, store) }))
    printRows(io, as, rows, table)
  },
})

type ClusterState = 'reachable' | 'unreachable' | 'not running' | 'not read' | 'gone'
type ClusterRow = RegisteredCluster & { readonly state: ClusterState }

const states: Readonly<Partial<Record<LedgerRow['outcome'], ClusterState>>> = {
  audited: 'reachable',
  partial: 'reachable',
  superseded: 'reachable',
  contested: 'reachable',
  unreachable: 'unreachable',
  'not-running': 'not running',
  gone: 'gone',
}

/** Of its last audit. */
async function stateOf({ key, goneIn }: RegisteredCluster, store: Pick<Store, 'readHistory'>): Promise<ClusterState> {
  if (goneIn !== undefined) return 'gone'
  const [last] = await store.readHistory({ kind: 'cluster', key }, 1)
  return (last && states[last.row.outcome]) ?? 'not read'
}

function table(rows: readonly ClusterRow[]): string[] {
  if (rows.length === 0) return ['no cluster was audited yet']
  const label = clusterLabels(rows.map(({ cluster }) => cluster))
  const header = ['CLUSTER', 'PROVIDER', 'REGION', 'SCOPE', 'PLANES', 'MESHERY', 'OPEN', 'FIRST SEEN', 'STATE', 'ID']
  return columns([
    header,
    ...rows.map(({ cluster, planes, presence, open, firstSeen, goneIn, state }) => [
      safeText(label(cluster.id)),
      cluster.provider,
      safeText(cluster.region ?? '-'),
      safeText(cluster.scope),
      safeText(planes.join(', ') || '-'),
      presence ? presenceShort[presence] : '-',
      String(open),
      firstSeen.slice(0, 10),
      goneIn === undefined ? state : `gone since ${goneIn}`,
      safeText(cluster.id),
    ]),
  ])
}
