import type { CloudFacts } from '@fleet-auditor/model/cloud-facts.ts'
import type { Provider } from '@fleet-auditor/model/provider.ts'
import type { Scope } from '@fleet-auditor/model/scope.ts'
import type { KubernetesObject } from '@fleet-auditor/simulator/kubernetes/kubernetes-object.ts'
import { nodes } from '@fleet-auditor/simulator/meshery/nodes.ts'
import { clusterRole, clusterRoleBinding } from '@fleet-auditor/simulator/meshery/rbac.ts'
import { internalLoadBalancer, publicLoadBalancer, type Exposure } from '@fleet-auditor/simulator/meshery/service.ts'

export type State = 'default' | 'hardened'

/** Where a cluster runs: what its cloud, its nodes and its load balancers look like to the auditor. */
export interface Place {
  readonly provider: Provider
  readonly scope: Scope
  readonly region?: string
  /** Of the API server, as `/version` has it. */
  readonly gitVersion: string
  readonly objects: readonly KubernetesObject[]
  /** Absent: known by a kubeconfig context only. */
  readonly cloud?: Readonly<Record<State, CloudFacts>>
  /** What a Service of type LoadBalancer without any annotation comes to there. */
  readonly plain: Exposure
  /** What an engineer writes for a Service that only the private network shall reach. */
  readonly internal: Exposure
  /** Addresses of the names of load balancers, in place of DNS. */
  readonly names?: Readonly<Record<string, readonly string[]>>
}

const publicName = 'a1b2c3d4e5f60718293a4b5c6d7e8f90-1029384756.us-east-1.elb.amazonaws.com'
const internalName = 'k8s-meshery-mesherynats-5d1f8a3c2b-9e8d7c6b5a403f21.elb.us-east-1.amazonaws.com'
const names = { [publicName]: ['52.31.7.9'], [internalName]: ['10.20.31.7', '10.20.47.12'] }

const facts = (edits: Pick<CloudFacts, 'region' | 'version'> & Partial<CloudFacts>): CloudFacts => ({
  status: 'ACTIVE',
  running: true,
  endpoint: { public: true, private: false, authorizedRanges: null, externalDns: false },
  support: { extended: false },
  autopilot: false,
  labels: {},
  ...edits,
})

/** Open to the Internet as created, then limited to the ranges of operators and plane. */
function clouded(version: Readonly<Record<State, string>>, edits: Omit<Parameters<typeof facts>[0], 'version'>) {
  const limited = { public: true, private: true, authorizedRanges: ['198.51.100.0/24'], externalDns: false }
  return {
    default: facts({ ...edits, version: version.default }),
    hardened: facts({ ...edits, version: version.hardened, endpoint: limited }),
  }
}

/** Two nodes off the clouds, under names, labels and a providerID of their own. */
export const plainNodes = (
  host: string,
  providerID: string | undefined,
  labels: Readonly<Record<string, string>> = {},
  address = (index: number): string => `192.168.1.${10 + index}`,
): readonly KubernetesObject[] =>
  nodes('eks', 2).map((node, index): KubernetesObject => {
    const name = `${host}-${index}`
    const addresses = [
      { type: 'InternalIP', address: address(index) },
      { type: 'Hostname', address: name },
    ]
    return {
      ...node,
      metadata: { ...node.metadata, name, labels: { 'kubernetes.io/os': 'linux', ...labels } },
      spec: providerID === undefined ? {} : { providerID: `${providerID}${name}` },
      status: { ...(node['status'] as object), addresses }, // the status of a node that was made above
    }
  })

const withLabels = (objects: readonly KubernetesObject[], labels: Readonly<Record<string, string>>) =>
  objects.map((object) => ({
    ...object,
    metadata: { ...object.metadata, labels: { ...object.metadata.labels, ...labels } },
  }))

const aws: Scope = { provider: 'eks', account: '111122223333', region: 'us-east-1' }
const gcp: Scope = { provider: 'gke', project: 'sim-project' }
const azure: Scope = { provider: 'aks', subscription: '00000000-0000-4000-8000-000000000001', allowLocalAccount: false }
const context: Scope = { provider: 'kubeconfig', contexts: [] }
const offClouds = { provider: 'kubeconfig', scope: context, gitVersion: 'v1.36.3' } as const
const at = (ip: string): Exposure => ({ type: 'LoadBalancer', ingress: [{ ip }] })

const eks = {
  provider: 'eks',
  scope: aws,
  region: 'us-east-1',
  gitVersion: 'v1.35.2-eks-1a2b3c4',
  cloud: clouded({ default: '1.33', hardened: '1.35' }, { region: 'us-east-1' }),
  names,
} as const

const gke = {
  provider: 'gke',
  scope: gcp,
  region: 'europe-west1',
  gitVersion: 'v1.35.1-gke.1000',
  plain: at('34.1.2.3'),
  internal: internalLoadBalancer('gke', '10.132.0.40'),
} as const

/** OpenShift gives this to every login (meshery is not asked). */
const scopeImpersonation = [
  clusterRole({ name: 'system:scope-impersonation' }, [
    {
      apiGroups: ['authentication.k8s.io'],
      resources: ['userextras/scopes.authorization.openshift.io'],
      verbs: ['impersonate'],
    },
  ]),
  clusterRoleBinding({ name: 'system:scope-impersonation' }, 'system:scope-impersonation', [
    { kind: 'Group', name: 'system:authenticated' },
  ]),
]

export const places = {
  EKS: {
    ...eks,
    objects: nodes('eks', 2),
    plain: publicLoadBalancer('eks', publicName),
    internal: internalLoadBalancer('eks', internalName),
  },
  // its own class is the default, and makes internal load balancers unless a scheme is named
  'EKS Auto Mode': {
    ...eks,
    objects: withLabels(nodes('eks', 2), { 'eks.amazonaws.com/compute-type': 'auto' }),
    plain: { type: 'LoadBalancer', loadBalancerClass: 'eks.amazonaws.com/nlb', ingress: [{ hostname: internalName }] },
    internal: {
      type: 'LoadBalancer',
      loadBalancerClass: 'eks.amazonaws.com/nlb',
      ingress: [{ hostname: internalName }],
    },
  },
  'GKE Standard': {
    ...gke,
    objects: nodes('gke', 2),
    cloud: clouded({ default: '1.32', hardened: '1.35' }, { region: 'europe-west1' }),
  },
  'GKE Autopilot': {
    ...gke,
    objects: withLabels(nodes('gke', 2), { 'cloud.google.com/gke-provisioning': 'standard' }),
    cloud: clouded({ default: '1.35', hardened: '1.35' }, { region: 'europe-west1', autopilot: true }),
  },
  AKS: {
    provider: 'aks',
    scope: azure,
    region: 'westeurope',
    gitVersion: 'v1.36.0',
    objects: nodes('aks', 2),
    cloud: clouded({ default: '1.34', hardened: '1.36' }, { region: 'westeurope' }),
    plain: publicLoadBalancer('aks', '20.1.2.3'),
    internal: internalLoadBalancer('aks', '10.224.0.7'),
  },
  // nothing gives a load balancer an address there
  kind: {
    ...offClouds,
    objects: plainNodes('kind-control-plane', 'kind://docker/kind/'),
    plain: { type: 'LoadBalancer', ingress: [] },
    internal: { type: 'ClusterIP' },
  },
  k3s: {
    ...offClouds,
    objects: plainNodes('k3s-server', 'k3s://', { 'node.kubernetes.io/instance-type': 'k3s' }),
    plain: at('192.168.1.10'),
    internal: at('192.168.1.10'),
  },
  OpenShift: {
    ...offClouds,
    objects: [
      ...plainNodes('ip-10-0-1', 'aws:///us-east-1a/', { 'node.openshift.io/os_id': 'rhel' }),
      ...scopeImpersonation,
    ],
    plain: { type: 'LoadBalancer', ingress: [{ hostname: publicName }] },
    internal: {
      type: 'LoadBalancer',
      annotations: { 'service.beta.kubernetes.io/aws-load-balancer-internal': 'true' },
      ingress: [{ hostname: internalName }],
    },
    names,
  },
  MetalLB: {
    ...offClouds,
    objects: plainNodes('rack', undefined),
    plain: at('192.168.1.240'),
    internal: at('192.168.1.240'),
  },
} as const satisfies Readonly<Record<string, Place>>

export type PlaceName = keyof typeof places
