import type { Recognise } from '@fleet-auditor/model/recognise.ts'
import type { EnvSource, Workload } from '@fleet-auditor/model/workload.ts'
import { z } from 'zod'
import { given, intOrText, listOf, optionalText, stringMap } from './kubernetes-shapes.ts'
import { managedByOf, ownedMetadata } from './ownership.ts'
import { affinityObject, hasAntiAffinity, volumeKinds, type VolumeKinds } from './placement-projection.ts'
import { publicValue } from './public-value.ts'
import { recognise } from './recognition.ts'
import { readableEnvFact, readableLabelsOf } from './redaction.ts'
import { secretArgumentsOf } from './secret-likeness.ts'
import { probeObject, projectProbe, projectSecurity, securityObject } from './security-projection.ts'

const quantities = z
  .record(z.string(), intOrText)
  .nullish()
  .transform((map) =>
    given({
      cpu: map?.['cpu']?.toString(),
      memory: map?.['memory']?.toString(),
      ephemeralStorage: map?.['ephemeral-storage']?.toString(),
    }),
  )
const requirements = z
  .object({ requests: quantities, limits: quantities })
  .nullish()
  .transform((resources) => resources ?? { requests: {}, limits: {} })

const sourceRef = z.object({ name: z.string().default(''), optional: z.boolean().nullish() }).nullish()
const envSource = z.object({ prefix: optionalText, configMapRef: sourceRef, secretRef: sourceRef })

const container = z.object({
  name: z.string(),
  image: z.string().default(''),
  restartPolicy: optionalText,
  resources: requirements,
  env: listOf(
    z.object({ name: z.string(), value: optionalText, valueFrom: z.record(z.string(), z.unknown()).nullish() }),
  ),
  envFrom: listOf(envSource),
  ports: listOf(z.object({ name: z.string().optional(), containerPort: z.number(), hostPort: z.number().optional() })),
  command: listOf(z.string()),
  args: listOf(z.string()),
  livenessProbe: probeObject,
  readinessProbe: probeObject,
  startupProbe: probeObject,
  securityContext: securityObject,
  volumeMounts: listOf(z.object({ name: z.string(), mountPath: z.string(), readOnly: z.boolean().nullish() })),
})

const workloadObject = z.object({
  metadata: ownedMetadata,
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
        securityContext: securityObject,
        affinity: affinityObject,
        topologySpreadConstraints: listOf(z.unknown()),
        volumes: listOf(z.looseObject({ name: z.string() })),
      }),
    }),
  }),
  status: z
    .object({
      /** A Rollout's is a text. */
      observedGeneration: z.union([z.number(), z.string().transform(Number)]).optional(),
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
  /** All labels of its pods' template; of these only what names Meshery or is selected by is retained. */
  readonly templateLabels: Readonly<Record<string, string>>
}

/** One item of a list of workloads; none when it is not Meshery's, which the fleet file may declare. */
export function projectWorkload(kind: Workload['kind'], item: unknown, declared?: Recognise): readonly FoundWorkload[] {
  const { metadata: meta, spec, status } = workloadObject.parse(item)
  const { spec: pod, metadata: podMeta } = spec.template
  const { name, namespace, labels } = meta
  const recognised = recognise({ kind, name, labels, podLabels: podMeta.labels, containers: pod.containers }, declared)
  if (!recognised) return []
  const selector = spec.selector.matchLabels
  const volumes = volumeKinds(pod.volumes)
  const containers = [
    ...pod.initContainers.map((one) => projectContainer(one, true, volumes)),
    ...pod.containers.map((one) => projectContainer(one, false, volumes)),
  ]
  const workload: Workload = {
    kind,
    namespace,
    name,
    ...recognised,
    managedBy: managedByOf(meta),
    labels: readableLabelsOf(labels),
    podLabels: readableLabelsOf(podMeta.labels, selector),
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
    podSecurity: projectSecurity(pod.securityContext),
    spread: { antiAffinity: hasAntiAffinity(pod.affinity), topology: pod.topologySpreadConstraints.length > 0 },
    containers,
    ...(pod.hostNetwork ? { hostNetwork: true } : {}),
  }
  return [{ workload, selector, templateLabels: podMeta.labels }]
}

function projectContainer(
  one: z.infer<typeof container>,
  init: boolean,
  volumes: VolumeKinds,
): Workload['containers'][number] {
  const { name, image, restartPolicy, resources, env, ports } = one
  const sidecar = (init && restartPolicy === 'Always') || undefined
  const secretArguments = secretArgumentsOf([...one.command, ...one.args])
  return given({
    name,
    image,
    init,
    sidecar,
    ...resources,
    env: env.map(readableEnvFact),
    envFrom: one.envFrom.length > 0 ? one.envFrom.flatMap(projectEnvSource) : undefined,
    ports: ports.map(given),
    probes: given({
      liveness: projectProbe(one.livenessProbe),
      readiness: projectProbe(one.readinessProbe),
      startup: projectProbe(one.startupProbe),
    }),
    security: projectSecurity(one.securityContext),
    mounts: one.volumeMounts.map(({ name: volume, mountPath, readOnly }) => ({
      path: publicValue(mountPath),
      volume: volumes.get(volume) ?? 'unknown',
      readOnly: readOnly ?? false,
    })),
    secretArguments: secretArguments.length > 0 ? secretArguments : undefined,
  })
}

/** ConfigMap and Secret are all the kinds that there are. */
function projectEnvSource({ prefix, configMapRef, secretRef }: z.infer<typeof envSource>): EnvSource[] {
  const ref = configMapRef ?? secretRef
  if (!ref) return []
  const kind = configMapRef ? ('ConfigMap' as const) : ('Secret' as const)
  return [given({ kind, name: ref.name, prefix: prefix || undefined, optional: ref.optional || undefined })]
}
