import type { Workload } from '@fleet-auditor/model/workload.ts'
import { literal } from './env-of.ts'
import { container, workload } from './meshery-objects.ts'

const probe = (path: string, initialDelay: number, period: number) => ({ path, initialDelay, period, failures: 4 })

const secured = {
  runAsNonRoot: true,
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  seccomp: 'RuntimeDefault',
  dropped: ['ALL'],
}

/** A Server that no check of its manifest finds fault with; of two replicas, on nodes of their own. */
const careful = workload({
  managedBy: { tool: 'helm', namespace: 'meshery', release: 'meshery' },
  replicas: 2,
  readyReplicas: 2,
  spread: { antiAffinity: true, topology: false },
  containers: [
    container({
      name: 'meshery',
      limits: { cpu: '1', memory: '2Gi', ephemeralStorage: '10Gi' },
      security: secured,
      mounts: [{ path: '/home/appuser/.meshery', volume: 'emptyDir', readOnly: false }],
      probes: { liveness: probe('/healthz/live', 80, 12), readiness: probe('/healthz/ready', 10, 4) },
      env: [
        literal('PROVIDER', 'Meshery'),
        literal('PROVIDER_BASE_URLS', 'https://provider.example'),
        literal('MESHERY_SERVER_CALLBACK_URL', 'https://meshery.example/api/user/token'),
        literal('OTEL_CONFIG', 'secure'),
      ],
    }),
  ],
})

/** A Server with every fault that its manifest can have. */
const careless = workload({
  managedBy: { tool: 'none' },
  replicas: 2,
  containers: [
    container({
      name: 'meshery',
      image: 'registry.example/meshery:edge-latest',
      limits: { cpu: '1', memory: '512Mi' },
      ports: [{ containerPort: 8080, hostPort: 8080 }],
      probes: { liveness: probe('/healthz/live', 0, 1), readiness: probe('/healthz/ready', 10, 4) },
      env: [
        literal('LOG_LEVEL', '6'),
        literal('POLICY_EVAL_TIMEOUT', '10s'),
        literal('OTEL_CONFIG', 'insecure'),
        { name: 'DB_PASSWORD', source: 'literal', secretLike: true },
      ],
    }),
  ],
})

export const serverForms: readonly Workload[] = [workload(), careful, careless]

export const adapters: readonly Workload[][] = [
  [],
  [workload({ component: 'adapter', name: 'meshery-istio', serviceAccount: 'meshery-istio' })],
  [workload({ component: 'adapter', name: 'meshery-istio', serviceAccount: 'meshery-server' })],
]

/** An Operator of a chart before v1.0.51, and a MeshSync too old for a modern one. */
export const oldOperator = (operator: Workload): Workload => ({
  ...operator,
  containers: [...operator.containers, container({ name: 'kube-rbac-proxy', image: 'registry.k8s.io/proxy:v0.16.0' })],
})
export const oldMeshSync = (meshsync: Workload): Workload => ({
  ...meshsync,
  containers: [container({ name: 'meshsync', image: 'meshery/meshsync:0.8.8' })],
})
