import { z } from 'zod'
import { listOf } from './kubernetes-shapes.ts'

export const affinityObject = z
  .object({
    podAntiAffinity: z
      .object({
        requiredDuringSchedulingIgnoredDuringExecution: listOf(z.unknown()),
        preferredDuringSchedulingIgnoredDuringExecution: listOf(z.unknown()),
      })
      .nullish(),
  })
  .nullish()

/** Required or preferred: the scheduler obeys either where it can. */
export function hasAntiAffinity(affinity: z.infer<typeof affinityObject>): boolean {
  const apart = affinity?.podAntiAffinity
  if (!apart) return false
  const { requiredDuringSchedulingIgnoredDuringExecution: required } = apart
  return required.length + apart.preferredDuringSchedulingIgnoredDuringExecution.length > 0
}

/** The kind of each volume by its name. */
export type VolumeKinds = ReadonlyMap<string, string>

/** A volume's kind is the one key beside its name. */
export const volumeKinds = (volumes: readonly { readonly name: string }[]): VolumeKinds =>
  new Map(volumes.map((volume) => [volume.name, Object.keys(volume).find((key) => key !== 'name') ?? 'emptyDir']))
