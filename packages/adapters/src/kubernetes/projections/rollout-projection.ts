import type { Recognise } from '@fleet-auditor/model/recognise.ts'
import { z } from 'zod'
import { metadata } from './kubernetes-shapes.ts'
import { projectWorkload, type FoundWorkload } from './workload-projection.ts'

const rolloutObject = z.object({
  metadata,
  spec: z.object({
    replicas: z.number().int().nullish(),
    workloadRef: z.object({ kind: z.string(), name: z.string() }).nullish(),
  }),
  status: z.object({ readyReplicas: z.number().int().optional() }).nullish(),
})

/** What a Rollout of Argo Rollouts runs: pods of its own, or those of a Deployment, which stays scaled to zero. */
export type Rollout =
  | { readonly found: readonly FoundWorkload[] }
  | {
      readonly deployment: { readonly namespace: string; readonly name: string }
      readonly replicas: number
      readonly readyReplicas: number
    }

/** One item of a list of Rollouts. */
export function projectRollout(item: unknown, declared?: Recognise): Rollout {
  const { metadata: meta, spec, status } = rolloutObject.parse(item)
  const { workloadRef: of } = spec
  if (of?.kind !== 'Deployment') return { found: of ? [] : projectWorkload('Rollout', item, declared) }
  const deployment = { namespace: meta.namespace, name: of.name }
  return { deployment, replicas: spec.replicas ?? 1, readyReplicas: status?.readyReplicas ?? 0 }
}

/** Workloads together with what Rollouts run: a Deployment that one of them runs has its replicas there. */
export function withRollouts(
  workloads: readonly FoundWorkload[],
  rollouts: readonly Rollout[],
): readonly FoundWorkload[] {
  const own = rollouts.flatMap((rollout) => ('found' in rollout ? rollout.found : []))
  const scaled = workloads.map((each) => {
    const { workload } = each
    const runs = rollouts.find(
      (rollout) =>
        'deployment' in rollout &&
        workload.kind === 'Deployment' &&
        rollout.deployment.namespace === workload.namespace &&
        rollout.deployment.name === workload.name,
    )
    if (!runs || 'found' in runs || workload.replicas > 0) return each
    const { replicas, readyReplicas } = runs
    return { ...each, workload: { ...workload, replicas, readyReplicas } }
  })
  return [...scaled, ...own]
}
