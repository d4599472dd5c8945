import { z } from 'zod'
import { ManagedBy } from './managed-by.ts'

export const Component = z.enum(['server', 'operator', 'meshsync', 'broker', 'adapter'])
export type Component = z.infer<typeof Component>

/** Legacy: operator 0.8 and older; modern: 1.0 and newer (meshery.md §1.6). Only where names and labels show it. */
export const Generation = z.enum(['legacy', 'modern'])
export type Generation = z.infer<typeof Generation>

const Quantities = z.object({
  cpu: z.string().optional(),
  memory: z.string().optional(),
  ephemeralStorage: z.string().optional(),
})

/**
 * One environment variable as the projection lets it out: literal values only of names on the allow-list
 * (collector), so that no secret leaves; `source` is where any other value comes from.
 */
const EnvFact = z.object({
  name: z.string(),
  source: z.enum(['literal', 'secret', 'config-map', 'field', 'empty']),
  value: z.string().optional(),
  /** It stands in the manifest or in a ConfigMap, and by its name or form it is a secret; its value is not here. */
  secretLike: z.literal(true).optional(),
})

/** Times in seconds, with Kubernetes’ defaults filled in. `path`: of an HTTP probe. */
export const ProbeFacts = z.object({
  path: z.string().optional(),
  initialDelay: z.number(),
  period: z.number(),
  failures: z.number(),
})
export type ProbeFacts = z.infer<typeof ProbeFacts>

/** A ConfigMap or Secret that gives a container variables by `envFrom`: which ones, no collector reads. */
const EnvSource = z.object({
  kind: z.enum(['ConfigMap', 'Secret']),
  name: z.string(),
  /** Begins the name of each of its variables. */
  prefix: z.string().optional(),
  optional: z.literal(true).optional(),
})
export type EnvSource = z.infer<typeof EnvSource>

/** A securityContext as it is written; what is absent is not set there. */
export const SecurityFacts = z.object({
  privileged: z.boolean().optional(),
  runAsNonRoot: z.boolean().optional(),
  runAsUser: z.number().optional(),
  allowPrivilegeEscalation: z.boolean().optional(),
  readOnlyRootFilesystem: z.boolean().optional(),
  seccomp: z.string().optional(),
  dropped: z.array(z.string()).optional(),
  added: z.array(z.string()).optional(),
})
export type SecurityFacts = z.infer<typeof SecurityFacts>

export const Container = z.object({
  name: z.string(),
  image: z.string(),
  init: z.boolean(),
  /** An init container that runs as long as its pod (`restartPolicy: Always`). */
  sidecar: z.boolean().optional(),
  requests: Quantities,
  limits: Quantities,
  env: z.array(EnvFact),
  /** Absent in snapshots of older auditors, and where there is none. */
  envFrom: z.array(EnvSource).optional(),
  ports: z.array(z.object({ name: z.string().optional(), containerPort: z.number(), hostPort: z.number().optional() })),
  probes: z
    .object({ liveness: ProbeFacts.optional(), readiness: ProbeFacts.optional(), startup: ProbeFacts.optional() })
    .optional(),
  security: SecurityFacts.optional(),
  /** `volume`: kind of the volume behind it, as the API spells it (`emptyDir`, `persistentVolumeClaim`). */
  mounts: z.array(z.object({ path: z.string(), volume: z.string(), readOnly: z.boolean() })).optional(),
  /** Names of arguments whose value is a secret by their name. */
  secretArguments: z.array(z.string()).optional(),
})
export type Container = z.infer<typeof Container>

/** A Deployment, StatefulSet or Rollout (Argo Rollouts) of Meshery. */
export const Workload = z.object({
  kind: z.enum(['Deployment', 'StatefulSet', 'Rollout']),
  namespace: z.string(),
  name: z.string(),
  component: Component,
  generation: Generation.optional(),
  /** Absent in snapshots of older auditors, and where nothing on it decides. */
  managedBy: ManagedBy.optional(),
  labels: z.record(z.string(), z.string()),
  podLabels: z.record(z.string(), z.string()),
  serviceAccount: z.string(),
  createdAt: z.string(),
  replicas: z.number().int(),
  readyReplicas: z.number().int(),
  generationCurrent: z.boolean(),
  conditions: z.array(
    z.object({ type: z.string(), status: z.string(), reason: z.string().optional(), since: z.string().optional() }),
  ),
  /** Pod-level `resources`, which fill what containers leave open. */
  podRequests: Quantities,
  podLimits: Quantities,
  podSecurity: SecurityFacts.optional(),
  /** Whether replicas are spread: by anti-affinity between its own pods, or by topology spread constraints. */
  spread: z.object({ antiAffinity: z.boolean(), topology: z.boolean() }).optional(),
  containers: z.array(Container),
  /** Its pods are in the network of their nodes. */
  hostNetwork: z.boolean().optional(),
})
export type Workload = z.infer<typeof Workload>

export const ContainerState = z.object({
  name: z.string(),
  ready: z.boolean(),
  restarts: z.number().int(),
  waiting: z.string().optional(),
  /** What the kubelet adds to that reason, without what looks like a credential. */
  waitingMessage: z.string().optional(),
  lastTerminated: z.string().optional(),
  /** When the run before this one began and ended, ISO 8601; absent where there was none. */
  lastRun: z.object({ startedAt: z.string(), finishedAt: z.string() }).optional(),
})

/** A pod in a Meshery namespace, matched to its workload by labels (`owner` = workload name). */
export const PodState = z.object({
  namespace: z.string(),
  name: z.string(),
  owner: z.string(),
  component: Component,
  phase: z.string(),
  ready: z.boolean(),
  /** When the Ready condition last changed. */
  readySince: z.string().optional(),
  createdAt: z.string(),
  node: z.string().optional(),
  /** Why no node takes it, in the scheduler’s words. */
  unscheduled: z.string().optional(),
  containers: z.array(ContainerState),
})
export type PodState = z.infer<typeof PodState>
