import { z } from 'zod'

/** Whose history a row belongs to: a cluster (by the hash of its locator), a plane (by name), or the fleet. */
export const Target = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('cluster'), key: z.string() }),
  z.object({ kind: z.literal('plane'), key: z.string() }),
  z.object({ kind: z.literal('fleet'), key: z.literal('fleet') }),
])
export type Target = z.infer<typeof Target>

export const fleetTarget: Target = { kind: 'fleet', key: 'fleet' }

/** The partition key of the owner's rows: `CLUSTER#<key>`, `PLANE#<name>`, `FLEET#fleet`. */
export const targetPartition = (target: Target): string => `${target.kind.toUpperCase()}#${target.key}`
