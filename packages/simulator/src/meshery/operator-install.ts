import type { KubernetesObject } from '../kubernetes/kubernetes-object.ts'
import { podsOf, type PodOptions } from './pods.ts'
import {
  allow,
  clusterRole,
  clusterRoleBinding,
  fullVerbs,
  role,
  roleBinding,
  serviceAccount,
  type RoleRule,
} from './rbac.ts'
import { helmMetadata, installedAt, selectorLabels, type Release } from './release.ts'
import { service } from './service.ts'
import { deployment } from './workload.ts'

/** Defaults are those of operator 1.0.5 (meshery.md §1.2). */
export interface OperatorOptions {
  readonly namespace?: string
  readonly image?: string
  readonly replicas?: number
  readonly ready?: number
  readonly resources?: Readonly<Record<string, unknown>>
  readonly pods?: PodOptions
  /** When the leader renewed its lease. */
  readonly renewedAt?: string
}

/** The modern operator's own role; it covers 5 of the 21 types MeshSync watches. */
const operatorRules: readonly RoleRule[] = [
  allow('', ['configmaps', 'secrets', 'services'], fullVerbs),
  allow('apps', ['deployments', 'statefulsets'], fullVerbs),
  allow('authentication.k8s.io', ['tokenreviews'], ['create']),
  allow('authorization.k8s.io', ['subjectaccessreviews'], ['create']),
  allow('meshery.io', ['brokers', 'meshsyncs'], fullVerbs),
  allow('meshery.io', ['brokers/finalizers', 'meshsyncs/finalizers'], ['update']),
  allow('meshery.io', ['brokers/status', 'meshsyncs/status'], ['get', 'patch', 'update']),
]

const leaderRules: readonly RoleRule[] = [
  allow('', ['configmaps'], fullVerbs),
  allow('coordination.k8s.io', ['leases'], fullVerbs),
  allow('', ['events'], ['create', 'patch']),
]

export const operatorRelease = (namespace: string, chartVersion = 'v1.0.64'): Release => ({
  chart: 'meshery-operator',
  name: 'meshery-operator',
  namespace,
  chartVersion,
})

/** Meshery Operator, modern generation, with its rights and its lease. */
export function operatorObjects(options: OperatorOptions = {}): readonly KubernetesObject[] {
  const namespace = options.namespace ?? 'meshery'
  const release = operatorRelease(namespace)
  const named = (name: string) => helmMetadata(release, name)
  const account = [serviceAccount(namespace, 'meshery-operator')]
  const election = 'meshery-leader-election-role'
  const workload = operatorDeployment(release, options)
  return [
    {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: { ...named('meshery-operator'), creationTimestamp: installedAt },
    },
    clusterRole(named('meshery-metrics-reader'), [{ nonResourceURLs: ['/metrics'], verbs: ['get'] }]),
    clusterRole(named('meshery-operator-role'), operatorRules),
    clusterRoleBinding(named('meshery-operator-rolebinding'), 'meshery-operator-role', account),
    role(named(election), leaderRules),
    roleBinding(named('meshery-leader-election-rolebinding'), { kind: 'Role', name: election }, account),
    service({
      metadata: named('meshery-operator'),
      clusterIP: '10.100.60.20',
      exposure: { type: 'ClusterIP' },
      ports: [{ name: 'https-metrics', port: 8443, targetPort: 'https-metrics' }],
      selector: selectorLabels(release),
    }),
    workload,
    ...podsOf(workload, options.pods),
    leaderLease('meshery-operator-leader.meshery.io', options.renewedAt ?? '2026-08-10T12:00:00.000000Z'),
  ]
}

/** The lease is in `meshery` whatever the release's namespace: the chart never passes --namespace. */
export const leaderLease = (name: string, renewTime: string): KubernetesObject => ({
  apiVersion: 'coordination.k8s.io/v1',
  kind: 'Lease',
  metadata: { name, namespace: 'meshery', creationTimestamp: installedAt },
  spec: {
    acquireTime: '2026-08-10T10:04:55.000000Z',
    renewTime,
    holderIdentity: 'meshery-operator-6c54448cc8-45cck_5b1f6a0e-0000-4000-8000-000000000000',
    leaseDurationSeconds: 15,
    leaseTransitions: 0,
  },
})

function operatorDeployment(release: Release, options: OperatorOptions): KubernetesObject {
  return deployment({
    metadata: helmMetadata(release, 'meshery-operator'),
    selector: selectorLabels(release),
    replicas: options.replicas,
    ready: options.ready,
    pod: {
      serviceAccount: 'meshery-operator',
      serviceAccountName: 'meshery-operator',
      terminationGracePeriodSeconds: 10,
      securityContext: { runAsNonRoot: true, runAsUser: 65_532, seccompProfile: { type: 'RuntimeDefault' } },
    },
    containers: [
      {
        name: 'manager',
        image: options.image ?? 'meshery/meshery-operator:1.0.5',
        imagePullPolicy: 'IfNotPresent',
        command: ['/manager'],
        args: ['--enable-leader-election', '--metrics-addr=:8443', '--health-probe-bind-address=:8081'],
        env: [{ name: 'ENABLE_WEBHOOKS', value: 'false' }],
        ports: [
          { name: 'https-metrics', containerPort: 8443, protocol: 'TCP' },
          { name: 'health', containerPort: 8081, protocol: 'TCP' },
        ],
        livenessProbe: { httpGet: { path: '/healthz', port: 'health' }, initialDelaySeconds: 15, periodSeconds: 20 },
        readinessProbe: { httpGet: { path: '/readyz', port: 'health' }, initialDelaySeconds: 5, periodSeconds: 10 },
        resources: options.resources ?? {
          limits: { cpu: '500m', memory: '256Mi' },
          requests: { cpu: '100m', memory: '64Mi' },
        },
        securityContext: {
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ['ALL'] },
        },
      },
    ],
  })
}
