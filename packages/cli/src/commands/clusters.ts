import type { RegisteredCluster } from '@fleet-auditor/audit/ports/store.ts'
import { clusterLabels } from '@fleet-auditor/model/cluster-label.ts'
import { columns } from '@fleet-auditor/report/columns.ts'
import { safeText } from '@fleet-auditor/report/safe-text.ts'
import type { Format } from '../audit-flags.ts'
import { print } from '../print.ts'
import { withStore } from '../with-store.ts'

/** The clusters that some run has seen. */
export async function clusters(flags: { readonly data: string; readonly format: Format }): Promise<void> {
  const registry = await withStore(flags.data, (store) => store.readRegistry())
  print(
    flags.format,
    registry.toSorted((a, b) => (a.cluster.id < b.cluster.id ? -1 : 1)),
    table,
  )
}

function table(rows: readonly RegisteredCluster[]): string[] {
  const label = clusterLabels(rows.map(({ cluster }) => cluster))
  if (rows.length === 0) return ['no cluster was audited yet']
  const header = ['CLUSTER', 'PROVIDER', 'REGION', 'SCOPE', 'PLANES', 'OPEN', 'FIRST SEEN', 'STATE', 'ID']
  return columns([
    header,
    ...rows.map(({ cluster, planes, open, firstSeen, goneIn }) => [
      safeText(label(cluster.id)),
      cluster.provider,
      safeText(cluster.region ?? '-'),
      safeText(cluster.scope),
      safeText(planes.join(', ') || '-'),
      String(open),
      firstSeen.slice(0, 10),
      goneIn === undefined ? 'known' : `gone since ${goneIn}`,
      safeText(cluster.id),
    ]),
  ])
}
