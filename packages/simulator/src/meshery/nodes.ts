import type { KubernetesObject, LazyObjects } from '../kubernetes/kubernetes-object.ts'
import { installedAt } from './release.ts'
import type { Cloud } from './service.ts'

interface NodeOptions {
  readonly kubelet?: string
  /** Node `index` has this public address; none by default. */
  readonly externalIP?: (index: number) => string
  readonly ready?: (index: number) => boolean
  /** How many container images each kubelet lists; 50, the kubelet's own limit, gives nodes of 8 to 15 KB. */
  readonly images?: number
}

interface CloudNode {
  readonly name: (index: number) => string
  readonly providerID: (index: number) => string
  readonly zone: string
  readonly region: string
  readonly os: string
  readonly machine: string
  readonly pool: Readonly<Record<string, string>>
}

const hex = (index: number): string => index.toString(16).padStart(8, '0')
const octets = (index: number): readonly [number, number] => [Math.floor(index / 250), (index % 250) + 1]
const sequence = (index: number): string => String(index).padStart(6, '0')

const clouds: Readonly<Record<Cloud, CloudNode>> = {
  eks: {
    name: (index) => `ip-10-0-${sequence(index)}.us-east-1.compute.internal`,
    providerID: (index) => `aws:///us-east-1a/i-0a1b2c3d${hex(index)}`,
    zone: 'us-east-1a',
    region: 'us-east-1',
    os: 'Amazon Linux 2023.9.20260722',
    machine: 'm6i.xlarge',
    pool: { 'eks.amazonaws.com/nodegroup': 'workers', 'eks.amazonaws.com/capacityType': 'ON_DEMAND' },
  },
  gke: {
    name: (index) => `gke-fleet-workers-${hex(index)}`,
    providerID: (index) => `gce://sim-project/europe-west1-b/gke-fleet-workers-${hex(index)}`,
    zone: 'europe-west1-b',
    region: 'europe-west1',
    os: 'Container-Optimized OS from Google',
    machine: 'e2-standard-4',
    pool: { 'cloud.google.com/gke-nodepool': 'workers', 'cloud.google.com/gke-os-distribution': 'cos' },
  },
  aks: {
    name: (index) => `aks-workers-31415926-vmss${sequence(index)}`,
    providerID: (index) =>
      `azure:///subscriptions/00000000-0000-4000-8000-000000000001/resourceGroups/mc_fleet/providers/Microsoft.Compute/virtualMachineScaleSets/aks-workers-31415926-vmss/virtualMachines/${index}`,
    zone: 'westeurope-1',
    region: 'westeurope',
    os: 'Ubuntu 24.04.3 LTS',
    machine: 'Standard_D4s_v5',
    pool: { 'kubernetes.azure.com/agentpool': 'workers', 'kubernetes.azure.com/mode': 'user' },
  },
}

/** `count` ready nodes of a cloud, as its kubelets and cloud controller would leave them. */
export const nodes = (cloud: Cloud, count: number, options: NodeOptions = {}): readonly KubernetesObject[] =>
  Array.from({ length: count }, (_, index) => node(cloud, index, { images: 5, ...options }))

/** The same, made one by one when a list reaches them: thousands cost the simulator their names only. */
export const lazyNodes = (cloud: Cloud, count: number, options: NodeOptions = {}): LazyObjects => ({
  apiVersion: 'v1',
  kind: 'Node',
  names: Array.from({ length: count }, (_, index) => clouds[cloud].name(index)),
  at: (index) => node(cloud, index, { images: 50, ...options }),
})

function node(cloud: Cloud, index: number, options: NodeOptions): KubernetesObject {
  const kind = clouds[cloud]
  const name = kind.name(index)
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name,
      creationTimestamp: installedAt,
      labels: {
        'beta.kubernetes.io/arch': 'amd64',
        'kubernetes.io/arch': 'amd64',
        'kubernetes.io/hostname': name,
        'kubernetes.io/os': 'linux',
        'node.kubernetes.io/instance-type': kind.machine,
        'topology.kubernetes.io/region': kind.region,
        'topology.kubernetes.io/zone': kind.zone,
        ...kind.pool,
      },
      annotations: {
        'node.alpha.kubernetes.io/ttl': '0',
        'volumes.kubernetes.io/controller-managed-attach-detach': 'true',
      },
    },
    spec: { podCIDR: `10.244.${index % 250}.0/24`, providerID: kind.providerID(index) },
    status: nodeStatus(kind, name, index, options),
  }
}

function nodeStatus(kind: CloudNode, name: string, index: number, options: NodeOptions) {
  const [third, fourth] = octets(index)
  const external = options.externalIP?.(index)
  const ready = options.ready?.(index) ?? true
  const capacity = { cpu: '4', 'ephemeral-storage': '83873772Ki', memory: '16069064Ki', pods: '58' }
  return {
    addresses: [
      { type: 'InternalIP', address: `10.0.${third}.${fourth}` },
      ...(external ? [{ type: 'ExternalIP', address: external }] : []),
      { type: 'Hostname', address: name },
    ],
    capacity,
    allocatable: { ...capacity, cpu: '3920m', memory: '15052232Ki' },
    conditions: conditions(ready),
    daemonEndpoints: { kubeletEndpoint: { Port: 10_250 } },
    images: Array.from({ length: options.images ?? 5 }, (_, image) => containerImage(image)),
    nodeInfo: {
      architecture: 'amd64',
      bootID: `b${hex(index)}`,
      containerRuntimeVersion: 'containerd://2.1.4',
      kernelVersion: '6.12.40',
      kubeProxyVersion: '',
      kubeletVersion: options.kubelet ?? 'v1.34.1',
      machineID: `c${hex(index)}`,
      operatingSystem: 'linux',
      osImage: kind.os,
      systemUUID: `d${hex(index)}`,
    },
  }
}

function conditions(ready: boolean) {
  const times = { lastHeartbeatTime: installedAt, lastTransitionTime: installedAt }
  const pressures = ['MemoryPressure', 'DiskPressure', 'PIDPressure'].map((type) => {
    const word = type.replace('Pressure', '')
    return {
      type,
      status: 'False',
      ...times,
      reason: `KubeletHasNo${type}`,
      message: `kubelet has sufficient ${word} available`,
    }
  })
  const reason = ready ? 'KubeletReady' : 'NodeStatusUnknown'
  const message = ready ? 'kubelet is posting ready status' : 'Kubelet stopped posting node status.'
  return [...pressures, { type: 'Ready', status: ready ? 'True' : 'Unknown', ...times, reason, message }]
}

function containerImage(index: number) {
  const repository = `registry.example.com/platform/service-${String(index).padStart(2, '0')}`
  const digest = `sha256:${(index + 16).toString(16).repeat(32)}`
  return { names: [`${repository}@${digest}`, `${repository}:1.${index}.0`], sizeBytes: 50_000_000 + index * 1_234_567 }
}
