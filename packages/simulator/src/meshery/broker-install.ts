import { uidOf, type KubernetesObject } from '../kubernetes/kubernetes-object.ts'
import { brokerLabels, brokerPorts, brokerSelector, brokerSet, type BrokerImages } from './broker-set.ts'
import { settledConditions } from './custom-resources.ts'
import { operatorRelease } from './operator-install.ts'
import { podsOf, type PodOptions } from './pods.ts'
import { helmAnnotations, installedAt, managementPlane } from './release.ts'
import { service, type Exposure } from './service.ts'

/** Defaults are what operator 1.0.5 builds from the chart's Broker (meshery.md §1.3). */
export interface BrokerOptions {
  readonly namespace?: string
  readonly size?: number
  readonly ready?: number
  readonly exposure?: Exposure
  readonly externalEndpointOverride?: string
  /** Images of NATS and of its config reloader. */
  readonly images?: BrokerImages
  readonly clusterIP?: string
  readonly pods?: PodOptions
  /** Replaces what the operator's rule gives (meshery.md §4.1). */
  readonly externalEndpoint?: string
}

/** The Broker resource, its Services and its StatefulSet, modern generation. */
export function brokerObjects(options: BrokerOptions = {}): readonly KubernetesObject[] {
  const { namespace = 'meshery', exposure = { type: 'ClusterIP' }, clusterIP = '10.100.77.30' } = options
  const owned = { namespace, labels: brokerLabels, ownerReferences: [brokerOwner('meshery.io/v1alpha1')] }
  const client = { ...owned, name: 'meshery-nats', annotations: managementPlane }
  const headless = { ...owned, name: 'meshery-nats-headless' }
  const workload = brokerSet(options, { ...owned, name: 'meshery-nats' })
  const behind = { ports: brokerPorts, selector: brokerSelector }
  return [
    brokerResource(options, namespace, exposure, clusterIP),
    service({ metadata: headless, clusterIP: 'None', exposure: { type: 'ClusterIP' }, ...behind }),
    service({ metadata: client, clusterIP, exposure, ...behind }),
    workload,
    ...podsOf(workload, options.pods),
  ]
}

export const brokerOwner = (apiVersion: string) => ({
  apiVersion,
  kind: 'Broker',
  name: 'meshery-broker',
  uid: uidOf('Broker/meshery-broker'),
  controller: true,
  blockOwnerDeletion: true,
})

function brokerResource(
  options: BrokerOptions,
  namespace: string,
  exposure: Exposure,
  clusterIP: string,
): KubernetesObject {
  const external = options.externalEndpoint ?? options.externalEndpointOverride ?? externalOf(exposure)
  return {
    apiVersion: 'meshery.io/v1alpha2',
    kind: 'Broker',
    metadata: {
      name: 'meshery-broker',
      namespace,
      uid: uidOf('Broker/meshery-broker'),
      creationTimestamp: installedAt,
      generation: 1,
      finalizers: ['broker.meshery.io/finalizer'],
      labels: { 'app.kubernetes.io/managed-by': 'Helm' },
      annotations: helmAnnotations(operatorRelease(namespace)),
    },
    spec: { size: options.size ?? 1, service: serviceSpec(exposure, options.externalEndpointOverride) },
    status: {
      endpoint: { internal: `${clusterIP}:4222`, external: external || undefined },
      conditions: settledConditions('Broker reconciled successfully'),
    },
  }
}

/** `spec.service` as its owner would have to write it to get this exposure. */
function serviceSpec(exposure: Exposure, override: string | undefined) {
  const overridden = override === undefined ? {} : { externalEndpointOverride: override }
  if (exposure.type === 'ClusterIP') return overridden
  if (exposure.type === 'NodePort') return { type: exposure.type, ...overridden }
  return {
    type: exposure.type,
    annotations: exposure.annotations,
    loadBalancerClass: exposure.loadBalancerClass || undefined,
    loadBalancerSourceRanges: exposure.sourceRanges,
    ...overridden,
  }
}

/** The operator's rule (meshery.md §4.1): an in-cluster operator advertises the API Service's address for NodePort. */
function externalOf(exposure: Exposure): string {
  if (exposure.type === 'ClusterIP') return ''
  if (exposure.type === 'NodePort') return `10.100.0.1:${exposure.nodePort}`
  const [first] = exposure.ingress
  if (!first) return ''
  return `${'ip' in first ? first.ip : first.hostname}:4222`
}
