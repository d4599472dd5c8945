import { z } from 'zod'

export const Component = z.enum(['server', 'operator', 'meshsync', 'broker', 'adapter'])
export type Component = z.infer<typeof Component>

/** Legacy: operator 0.8 and older; modern: 1.0 and newer (meshery.md §1.6). Only where names and labels show it. */
export const Generation = z.enum(['legacy', 'modern'])
export type Generation = z.infer<typeof Generation>

const Quantities = z.object({ cpu: z.string().optional(), memory: z.string().optional() })

/**
 * One environment variable as the projection lets it out: literal values only of names on the allow-list
 * (collector), so that no secret leaves; `source` is where any other value comes from.
 */
const EnvFact = z.object({
  name: z.string(),
  source: z.enum(['literal', 'secret', 'config-map', 'field', 'empty']),
  value: z.string().optional(),
})

export const Container = z.object({
  name: z.string(),
  image: z.string(),
  init: z.boolean(),
  requests: Quantities,
  limits: Quantities,
  env: z.array(EnvFact),
  ports: z.array(z.object({ name: z.string().optional(), containerPort: z.number(), hostPort: z.number().optional() })),
})
export type Container = z.infer<typeof Container>

/** A Deployment or StatefulSet of Meshery. */
export const Workload = z.object({
  kind: z.enum(['Deployment', 'StatefulSet']),
  namespace: z.string(),
  name: z.string(),
  component: Component,
  generation: Generation.optional(),
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
  lastTerminated: z.string().optional(),
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
  containers: z.array(ContainerState),
})
export type PodState = z.infer<typeof PodState>
