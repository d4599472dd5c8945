import type { KubernetesObject, ObjectMetadata } from '../kubernetes/kubernetes-object.ts'
import { installedAt, type Labels } from './release.ts'

/** The clouds whose load balancers are imitated. */
export type Cloud = 'eks' | 'gke' | 'aks'

/** One `status.loadBalancer.ingress` entry. */
type Ingress = { readonly ip: string } | { readonly hostname: string }

/** How a Service is reached from outside. An empty `ingress` is a load balancer still pending. */
export type Exposure =
  | { readonly type: 'ClusterIP' }
  | { readonly type: 'NodePort'; readonly nodePort: number }
  | {
      readonly type: 'LoadBalancer'
      readonly ingress: readonly Ingress[]
      readonly annotations?: Readonly<Record<string, string>>
      readonly loadBalancerClass?: string
      readonly sourceRanges?: readonly string[]
    }

export const internalAnnotations: Readonly<Record<Cloud, Readonly<Record<string, string>>>> = {
  eks: {
    'service.beta.kubernetes.io/aws-load-balancer-type': 'external',
    'service.beta.kubernetes.io/aws-load-balancer-scheme': 'internal',
    'service.beta.kubernetes.io/aws-load-balancer-nlb-target-type': 'ip',
  },
  gke: { 'networking.gke.io/load-balancer-type': 'Internal' },
  aks: { 'service.beta.kubernetes.io/azure-load-balancer-internal': 'true' },
}

const publicAnnotations: typeof internalAnnotations = {
  eks: {
    'service.beta.kubernetes.io/aws-load-balancer-type': 'external',
    'service.beta.kubernetes.io/aws-load-balancer-scheme': 'internet-facing',
    'service.beta.kubernetes.io/aws-load-balancer-nlb-target-type': 'ip',
  },
  gke: {},
  aks: {},
}

/** An address as the cloud writes it: a name on EKS, an address on the others. */
export const ingressAt = (address: string): Ingress =>
  /^[\d.]+$|:/.test(address) ? { ip: address } : { hostname: address }

export const internalLoadBalancer = (cloud: Cloud, address: string): Exposure => ({
  type: 'LoadBalancer',
  annotations: internalAnnotations[cloud],
  ingress: [ingressAt(address)],
})

export const publicLoadBalancer = (cloud: Cloud, address: string): Exposure => ({
  type: 'LoadBalancer',
  annotations: publicAnnotations[cloud],
  ingress: [ingressAt(address)],
})

/** What a Service with this exposure has in its spec, beside ports and selector, and in its status. */
function exposedFields(exposure: Exposure) {
  const loadBalancer =
    exposure.type === 'LoadBalancer' && exposure.ingress.length > 0 ? { ingress: exposure.ingress } : {}
  return { spec: { type: exposure.type, ...trafficFields(exposure) }, status: { loadBalancer } }
}

function trafficFields(exposure: Exposure) {
  if (exposure.type === 'ClusterIP') return {}
  if (exposure.type === 'NodePort') return { externalTrafficPolicy: 'Cluster' }
  return {
    externalTrafficPolicy: 'Cluster',
    allocateLoadBalancerNodePorts: true,
    loadBalancerClass: exposure.loadBalancerClass,
    loadBalancerSourceRanges: exposure.sourceRanges,
  }
}

/** Node ports are given to a Service that is reached through nodes; `first` is the first port's. */
const nodePortOf = (exposure: Exposure, first: number, index: number) => {
  if (exposure.type === 'ClusterIP') return {}
  return { nodePort: (exposure.type === 'NodePort' ? exposure.nodePort : first) + index }
}

interface PortSpec {
  readonly name: string
  readonly port: number
  readonly targetPort: string | number
  readonly appProtocol?: string
}

interface ServiceOptions {
  readonly metadata: ObjectMetadata
  readonly clusterIP: string
  readonly exposure: Exposure
  readonly ports: readonly PortSpec[]
  readonly selector: Labels
  readonly firstNodePort?: number
}

export function service(options: ServiceOptions): KubernetesObject {
  const { metadata, clusterIP, exposure, ports, selector, firstNodePort = 31_422 } = options
  const { spec, status } = exposedFields(exposure)
  const exposing = exposure.type === 'LoadBalancer' ? exposure.annotations : undefined
  const annotations = { ...metadata.annotations, ...exposing }
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { creationTimestamp: installedAt, ...metadata, annotations },
    spec: {
      ...spec,
      clusterIP,
      clusterIPs: [clusterIP],
      internalTrafficPolicy: 'Cluster',
      ipFamilies: ['IPv4'],
      ipFamilyPolicy: 'SingleStack',
      sessionAffinity: 'None',
      ports: ports.map((port, index) => ({ ...port, protocol: 'TCP', ...nodePortOf(exposure, firstNodePort, index) })),
      selector,
    },
    status,
  }
}
