import type { Cluster } from '@fleet-auditor/model/cluster.ts'
import type { FleetFile, Plane } from '@fleet-auditor/model/fleet-file.ts'
import { entryOf, resolvedBy } from '@fleet-auditor/model/host-port.ts'
import { identityOfUser, type Identity } from '@fleet-auditor/model/identity.ts'
import { ownEntry } from '@fleet-auditor/model/own-entry.ts'
import type { Provider } from '@fleet-auditor/model/provider.ts'
import { selects } from '@fleet-auditor/model/selector.ts'
import { undeclaredVantage, type Vantage } from '@fleet-auditor/model/vantage.ts'

/** Planes that claim a cluster, by any of their selectors. */
export const planesOf = (fleet: FleetFile, cluster: Omit<Cluster, 'cloud'>): Plane[] =>
  fleet.planes.filter((plane) => plane.manages.some((selector) => selects(selector, cluster)))

/** Users of planes whose rights are asked for beside Meshery's own ServiceAccounts. */
export const discoverersOf = (planes: readonly Plane[]): Identity[] =>
  planes.flatMap(({ discoversAs }) => (discoversAs ? [identityOfUser(discoversAs)] : []))

/** Vantages that this process can probe from; without a declared one, one that declares nothing. */
export function localVantages(fleet: FleetFile): [Vantage, ...Vantage[]] {
  const [first, ...rest] = fleet.vantages.filter((vantage) => vantage.kind === 'local')
  return first ? [first, ...rest] : [undeclaredVantage]
}

/** The dispatcher's way to clusters: `resolve` and `connectTo` of every local vantage together, the first one wins. */
export function dialling(fleet: FleetFile): Pick<Vantage, 'resolve' | 'connectTo'> {
  const resolve: Vantage['resolve'] = {}
  const connectTo: Vantage['connectTo'] = {}
  for (const vantage of localVantages(fleet).toReversed()) {
    Object.assign(resolve, vantage.resolve)
    Object.assign(connectTo, vantage.connectTo)
  }
  return { resolve, connectTo }
}

/** Whether a private address can be reached: from inside its network, or by an address that the fleet file names. */
export function pathsOf(fleet: FleetFile): (host: string, port: number) => boolean {
  const { connectTo, resolve } = dialling(fleet)
  const isInside = localVantages(fleet).some(({ network }) => network === 'private')
  return (host, port) =>
    isInside || entryOf(connectTo, host, port) !== undefined || resolvedBy(resolve, host) !== undefined
}

/** A context's provider: what was declared, else what the nodes show. */
export const providerOf = (cluster: Pick<Cluster, 'provider'>, nodes: Provider | undefined): Provider =>
  cluster.provider === 'kubeconfig' ? (nodes ?? 'kubeconfig') : cluster.provider

/** The team that answers for a cluster: the first rule that matches, else the one its tag names; none where neither does. */
export function teamOf(
  cluster: Omit<Cluster, 'cloud'>,
  fleet: Pick<FleetFile, 'teams' | 'teamTag'>,
): string | undefined {
  const rule = fleet.teams.find(({ clusters }) => selects(clusters, cluster))
  if (rule) return rule.name
  return ownEntry(cluster.labels, fleet.teamTag) || undefined
}
