import { isPublicAddress } from '@fleet-auditor/model/address-range.ts'
import type { NodeFacts } from '@fleet-auditor/model/object-facts.ts'
import type { CloudProvider } from '@fleet-auditor/model/provider.ts'
import { z } from 'zod'
import { given, listOf, optionalText, rowsOf, stringMap, type Row } from './kubernetes-shapes.ts'

type Nodes = z.infer<typeof NodeFacts>

/** What is retained of each node, so that thousands cost little. */
interface NodeRow {
  readonly ready: boolean
  /** Of either type: a node of a rented server has its public address as InternalIP. Empty: none that is known. */
  readonly publicAddress: string
  /** A managed service shows none of these. */
  readonly isControlPlane: boolean
}

const mostAddresses = 20

export const projectNodeTable = (page: unknown): readonly NodeRow[] =>
  rowsOf(page, ['Status', 'Roles', 'External-IP', 'Internal-IP']).map(projectNodeRow)

/** `Ready,SchedulingDisabled` is a ready node that is cordoned. */
const projectNodeRow = (row: Row): NodeRow => ({
  ready: row('Status').split(',')[0] === 'Ready',
  publicAddress: [row('External-IP'), row('Internal-IP')].find(isPublicAddress) ?? '',
  isControlPlane: row('Roles')
    .split(',')
    .some((role) => role === 'control-plane' || role === 'master'),
})

/** What is read in full of some nodes, where the cloud is not known. */
interface SampledNode {
  readonly providerID: string | undefined
  readonly kubelet: string
  readonly labels: readonly string[]
}

/** How a managed service marks its nodes: by labels of its own, or by a build of the kubelet on machines of its cloud. */
interface ManagedMark {
  readonly label: RegExp
  readonly kubelet?: RegExp
  readonly scheme: RegExp
}

/** Sources: the clouds' documentation of well-known node labels. EKS Anywhere has the kubelet of EKS, on other machines. */
const managedMarks: readonly (readonly [CloudProvider, ManagedMark])[] = [
  ['eks', { label: /^eks\.amazonaws\.com\//, kubelet: /-eks-/, scheme: /^(?:aws|eks-hybrid):/ }],
  ['gke', { label: /^cloud\.google\.com\/gke-/, kubelet: /-gke\./, scheme: /^gce:/ }],
  ['aks', { label: /^kubernetes\.azure\.com\//, scheme: /^azure:/ }],
]

/** What marks the nodes of another distribution, which runs on a cloud's machines, too. */
const foreignMark = {
  label: /^(?:node\.openshift\.io|kops\.k8s\.io|rke\.cattle\.io|k3s\.io|microk8s\.io)\//,
  kubelet: /\+(?:k3s|rke2|vmware)/,
}

const bears = ({ label, kubelet, scheme }: ManagedMark, node: SampledNode): boolean =>
  node.labels.some((name) => label.test(name)) ||
  (kubelet?.test(node.kubelet) === true && scheme.test(node.providerID ?? ''))

const isForeign = ({ labels, kubelet }: SampledNode): boolean =>
  foreignMark.kubelet.test(kubelet) || labels.some((name) => foreignMark.label.test(name))

/** By a mark of the service's own; else by the scheme of a providerID, where nothing marks another distribution. */
function serviceOf(rows: readonly NodeRow[], sample: readonly SampledNode[]) {
  const marked = managedMarks.find(([, mark]) => sample.some((node) => bears(mark, node)))
  if (marked) return marked
  if (rows.some(({ isControlPlane }) => isControlPlane) || sample.some(isForeign)) return []
  return managedMarks.find(([, { scheme }]) => sample.some(({ providerID = '' }) => scheme.test(providerID))) ?? []
}

/** `sample`: some nodes in full, where they were asked for; one that is virtual or hybrid may be among them. */
export function aggregateNodes(rows: readonly NodeRow[], sample: readonly SampledNode[] = []): Nodes {
  const addresses = rows.flatMap(({ publicAddress }) => publicAddress || [])
  const [provider, mark] = serviceOf(rows, sample)
  const ids = sample.flatMap(({ providerID }) => providerID || [])
  return given({
    count: rows.length,
    provider,
    providerID: ids.find((id) => mark?.scheme.test(id)) ?? ids[0],
    notReady: rows.filter(({ ready }) => !ready).length,
    external: { count: addresses.length, addresses: addresses.slice(0, mostAddresses) },
  })
}

const NodeSample = z.object({
  items: listOf(
    z.object({
      metadata: z.object({ labels: stringMap }).nullish(),
      spec: z.object({ providerID: optionalText }).nullish(),
      status: z.object({ nodeInfo: z.object({ kubeletVersion: optionalText }).nullish() }).nullish(),
    }),
  ),
})

export const sampledNodes = (page: unknown): SampledNode[] =>
  NodeSample.parse(page).items.map(({ metadata, spec, status }) => ({
    providerID: spec?.providerID || undefined,
    kubelet: status?.nodeInfo?.kubeletVersion ?? '',
    labels: Object.keys(metadata?.labels ?? {}),
  }))
