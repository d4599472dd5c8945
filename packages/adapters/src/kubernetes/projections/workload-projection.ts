import type { Workload } from '@fleet-auditor/model/workload.ts'
import { z } from 'zod'
import { given, intOrText, listOf, metadata, optionalText, stringMap } from './kubernetes-shapes.ts'
import { recognise } from './recognition.ts'
import { readableEnvFact, readableLabelsOf } from './redaction.ts'

const quantities = z
  .record(z.string(), intOrText)
  .nullish()
  .transform((map) => given({ cpu: map?.['cpu']?.toString(), memory: map?.['memory']?.toString() }))
const requirements = z
  .object({ requests: quantities, limits: quantities })
  .nullish()
  .transform((resources) => resources ?? { requests: {}, limits: {} })

const container = z.object({
  name: z.string(),
  image: z.string().default(''),
  resources: requirements,
  env: listOf(
    z.object({ name: z.string(), value: optionalText, valueFrom: z.record(z.string(), z.unknown()).nullish() }),
  ),
  ports: listOf(z.object({ name: z.string().optional(), containerPort: z.number(), hostPort: z.number().optional() })),
})

const workloadObject = z.object({
  metadata,
  spec: z.object({
    replicas: z.number().int().nullish(),
    selector: z.object({ matchLabels: stringMap }),
    template: z.object({
      metadata: z.object({ labels: stringMap }),
      spec: z.object({
        serviceAccountName: optionalText,
        hostNetwork: z.boolean().nullish(),
        resources: requirements,
        containers: listOf(container),
        initContainers: listOf(container),
      }),
    }),
  }),
  status: z
    .object({
      observedGeneration: z.number().optional(),
      readyReplicas: z.number().int().optional(),
      conditions: listOf(
        z.object({ type: z.string(), status: z.string(), reason: optionalText, lastTransitionTime: optionalText }),
      ),
    })
    .nullish(),
})

/** A workload of Meshery and the labels its pods are found by. */
export interface FoundWorkload {
  readonly workload: Workload
  readonly selector: Readonly<Record<string, string>>
}

/** One item of a Deployment or StatefulSet list; none when it is not Meshery's. */
export function projectWorkload(kind: Workload['kind'], item: unknown): readonly FoundWorkload[] {
  const { metadata: meta, spec, status } = workloadObject.parse(item)
  const pod = spec.template.spec
  const recognised = recognise({ kind, name: meta.name, labels: meta.labels, containers: pod.containers })
  if (!recognised) return []
  const selector = spec.selector.matchLabels
  const containers = [
    ...pod.initContainers.map((one) => projectContainer(one, true)),
    ...pod.containers.map((one) => projectContainer(one, false)),
  ]
  const workload: Workload = {
    kind,
    namespace: meta.namespace,
    name: meta.name,
    ...recognised,
    labels: readableLabelsOf(meta.labels),
    podLabels: readableLabelsOf(spec.template.metadata.labels, selector),
    serviceAccount: pod.serviceAccountName || 'default',
    createdAt: meta.creationTimestamp ?? '',
    replicas: spec.replicas ?? 1,
    readyReplicas: status?.readyReplicas ?? 0,
    generationCurrent: (status?.observedGeneration ?? 0) >= (meta.generation ?? 0),
    conditions: (status?.conditions ?? []).map(({ type, status: word, reason, lastTransitionTime: since }) =>
      given({ type, status: word, reason, since }),
    ),
    podRequests: pod.resources.requests,
    podLimits: pod.resources.limits,
    containers,
    ...(pod.hostNetwork ? { hostNetwork: true } : {}),
  }
  return [{ workload, selector }]
}

function projectContainer(one: z.infer<typeof container>, init: boolean): Workload['containers'][number] {
  const { name, image, resources, env, ports } = one
  return { name, image, init, ...resources, env: env.map(readableEnvFact), ports: ports.map(given) }
}
