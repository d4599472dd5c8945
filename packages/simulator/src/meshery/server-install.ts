import type { KubernetesObject } from '../kubernetes/kubernetes-object.ts'
import { podsOf, type PodOptions } from './pods.ts'
import { clusterRole, clusterRoleBinding, serviceAccount, type RoleRule } from './rbac.ts'
import { helmMetadata, installedAt, selectorLabels, type Release } from './release.ts'
import { service, type Exposure } from './service.ts'
import { deployment } from './workload.ts'

/** Defaults are the chart's (meshery.md §1.1). */
export interface ServerOptions {
  readonly namespace?: string
  readonly image?: string
  readonly pullPolicy?: string
  readonly replicas?: number
  readonly ready?: number
  readonly resources?: Readonly<Record<string, unknown>>
  readonly exposure?: Exposure
  readonly rules?: readonly RoleRule[]
  /** Beside the chart's own; the same name replaces. */
  readonly env?: Readonly<Record<string, string>>
  /** A volume of bounded size at the data folder, which a read-only root needs. */
  readonly dataVolume?: boolean
  readonly podSecurity?: Readonly<Record<string, unknown>>
  readonly containerSecurity?: Readonly<Record<string, unknown>>
  readonly pods?: PodOptions
}

const serverWildcard: RoleRule = {
  apiGroups: ['*'],
  resources: ['*'],
  verbs: ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete'],
}

const chartEnv = {
  ADAPTER_URLS:
    'meshery-istio:10000 meshery-linkerd:10001 meshery-consul:10002 meshery-kuma:10007 meshery-nginx-sm:10010 meshery-nsm:10004 meshery-app-mesh:10005 meshery-traefik-mesh:10006 meshery-cilium:10012',
  EVENT: 'mesheryLocal',
  KEYS_PATH: '../../server/permissions/keys.csv',
  MESHERY_SERVER_CALLBACK_URL: '',
  PROVIDER: '',
  PROVIDER_BASE_URLS: 'https://cloud.layer5.io',
}

const chartExposure: Exposure = { type: 'LoadBalancer', ingress: [] }

/** Meshery Server as `helm install meshery` leaves it, changed by the options. */
export function serverObjects(options: ServerOptions = {}): readonly KubernetesObject[] {
  const namespace = options.namespace ?? 'meshery'
  const release: Release = { chart: 'meshery', name: 'meshery', namespace, chartVersion: 'v1.0.64' }
  const named = helmMetadata(release, 'meshery-server')
  const workload = serverDeployment(release, options)
  return [
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { ...named, creationTimestamp: installedAt } },
    clusterRole(named, options.rules ?? [serverWildcard]),
    clusterRoleBinding(named, 'meshery-server', [serviceAccount(namespace, 'meshery-server')]),
    service({
      metadata: helmMetadata(release, 'meshery'),
      clusterIP: '10.100.45.10',
      exposure: options.exposure ?? chartExposure,
      ports: [{ name: 'http', port: 9081, targetPort: 8080 }],
      selector: selectorLabels(release),
      firstNodePort: 31_081,
    }),
    workload,
    ...podsOf(workload, options.pods),
  ]
}

function serverDeployment(release: Release, options: ServerOptions): KubernetesObject {
  return deployment({
    metadata: helmMetadata(release, 'meshery'),
    selector: selectorLabels(release),
    replicas: options.replicas,
    ready: options.ready,
    pod: {
      serviceAccount: 'meshery-server',
      serviceAccountName: 'meshery-server',
      securityContext: options.podSecurity ?? {},
      ...(options.dataVolume ? { volumes: [{ name: 'data', emptyDir: { sizeLimit: '10Gi' } }] } : {}),
    },
    containers: [
      {
        name: 'meshery',
        image: options.image ?? 'meshery/meshery:stable-latest',
        imagePullPolicy: options.pullPolicy ?? 'Always',
        securityContext: options.containerSecurity ?? {},
        resources: options.resources ?? {},
        ports: [{ name: 'http', containerPort: 8080, protocol: 'TCP' }],
        env: envOf({ ...chartEnv, ...options.env }),
        livenessProbe: probe('/healthz/live', 80, 12),
        readinessProbe: probe('/healthz/ready', 10, 4),
        volumeMounts: options.dataVolume ? [{ name: 'data', mountPath: '/home/appuser/.meshery' }] : [],
      },
    ],
  })
}

/** The chart renders an empty value unquoted: the API server then stores the name alone. */
const envOf = (env: Readonly<Record<string, string>>) =>
  Object.entries(env).map(([name, value]) => (value === '' ? { name } : { name, value }))

const probe = (path: string, initialDelaySeconds: number, periodSeconds: number) => ({
  httpGet: { path, port: 'http', scheme: 'HTTP' },
  initialDelaySeconds,
  periodSeconds,
  failureThreshold: 4,
  successThreshold: 1,
  timeoutSeconds: 1,
})
