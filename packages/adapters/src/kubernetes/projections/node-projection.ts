import { isPublicAddress } from '@fleet-auditor/model/address-range.ts'
import type { CloudProvider } from '@fleet-auditor/model/provider.ts'
import type { NodeFacts } from '@fleet-auditor/model/snapshot.ts'
import { z } from 'zod'
import { given, listOf, optionalText, rowsOf, type Row } from './kubernetes-shapes.ts'

type Nodes = z.infer<typeof NodeFacts>

/** What is retained of each node, so that thousands cost little. */
interface NodeRow {
  readonly ready: boolean
  /** Of either type: a node of a rented server has its public address as InternalIP. Empty: none that is known. */
  readonly publicAddress: string
}

const mostAddresses = 20

export const projectNodeTable = (page: unknown): readonly NodeRow[] =>
  rowsOf(page, ['Status', 'External-IP', 'Internal-IP']).map(projectNodeRow)

/** `Ready,SchedulingDisabled` is a ready node that is cordoned. */
const projectNodeRow = (row: Row): NodeRow => ({
  ready: row('Status').split(',')[0] === 'Ready',
  publicAddress: [row('External-IP'), row('Internal-IP')].find(isPublicAddress) ?? '',
})

/** By the scheme of a providerID, which is whatever somebody wrote there. */
const providers: ReadonlyMap<string, z.infer<typeof CloudProvider>> = new Map([
  ['aws', 'eks'],
  ['gce', 'gke'],
  ['azure', 'aks'],
])

/** `first`: the answer to `nodes?limit=1` in full, where it was asked for. */
export function aggregateNodes(rows: readonly NodeRow[], providerID?: string): Nodes {
  const addresses = rows.flatMap(({ publicAddress }) => publicAddress || [])
  return given({
    count: rows.length,
    provider: providers.get(providerID?.split('://')[0] ?? ''),
    providerID,
    notReady: rows.filter(({ ready }) => !ready).length,
    external: { count: addresses.length, addresses: addresses.slice(0, mostAddresses) },
  })
}

const FirstNode = z.object({ items: listOf(z.object({ spec: z.object({ providerID: optionalText }).nullish() })) })

/** `spec.providerID` of the first node; absent where no cloud gave one. */
export const firstProviderID = (page: unknown): string | undefined =>
  FirstNode.parse(page).items[0]?.spec?.providerID || undefined
