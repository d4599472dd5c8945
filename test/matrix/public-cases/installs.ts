import type { KubernetesObject } from '@fleet-auditor/simulator/kubernetes/kubernetes-object.ts'
import { modernInstall, serverOnly } from '@fleet-auditor/simulator/meshery/installs.ts'
import { nodes } from '@fleet-auditor/simulator/meshery/nodes.ts'
import { places } from '../places.ts'
import { inside, type PublicCase } from './public-case.ts'

/** One of the controller's own load balancers (Terraform makes its target group) in front of a Service. */
const targetGroupBinding: KubernetesObject = {
  apiVersion: 'elbv2.k8s.aws/v1beta1',
  kind: 'TargetGroupBinding',
  metadata: { name: 'meshery', namespace: 'meshery' },
  spec: {
    serviceRef: { name: 'meshery', port: 9081 },
    targetType: 'instance',
    targetGroupARN: 'arn:aws:elasticloadbalancing:us-east-1:111122223333:targetgroup/meshery/0123456789abcdef',
  },
}

/** Sorts before every node of EC2. */
const virtualNode: KubernetesObject = {
  apiVersion: 'v1',
  kind: 'Node',
  metadata: { name: 'a-virtual-burst-0', labels: { type: 'virtual-kubelet' } },
  spec: { providerID: 'acme-vk://a-virtual-burst-0' },
  status: {
    addresses: [{ type: 'InternalIP', address: '10.0.0.200' }],
    conditions: [{ type: 'Ready', status: 'True' }],
  },
}

export const installCases: readonly PublicCase[] = [
  {
    name: '24: EKS by a context whose host does not tell, and the first node is a virtual one',
    source: 'opencost/opencost#3117',
    place: places.OpenShift,
    plane: inside,
    objects: [virtualNode, ...nodes('eks', 3), ...modernInstall()],
    expect: { 'missing-node-watch': ['fail'] },
  },
  {
    name: '32: a NodePort Server behind a load balancer that a TargetGroupBinding binds',
    source: 'kubernetes-sigs/aws-load-balancer-controller#3689',
    place: places.EKS,
    plane: inside,
    objects: [
      ...nodes('eks', 3),
      ...serverOnly({ exposure: { type: 'NodePort', nodePort: 31_081 } }),
      targetGroupBinding,
    ],
    expect: { 'exposed-server-service': ['pass', 'unknown'] },
  },
]
