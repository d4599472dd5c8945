import type { KubernetesObject, ObjectMetadata } from '../kubernetes/kubernetes-object.ts'
import { exposedFields, nodePortOf, type Exposure } from './exposure.ts'
import { installedAt } from './install-time.ts'
import type { Labels } from './labels.ts'

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
