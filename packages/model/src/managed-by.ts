import { z } from 'zod'

const Chart = {
  /** From the label `helm.sh/chart`; of a part of a release it is the part's own chart. */
  chart: z.string().optional(),
  version: z.string().optional(),
}

/**
 * Who owns an object now, and takes other edits back: by its labels, annotations, owner references and field managers.
 * Absent where no owner was looked for; `none` where nothing on the object names one.
 */
export const ManagedBy = z.discriminatedUnion('tool', [
  z.object({ tool: z.literal('argo-cd'), application: z.string(), ...Chart }),
  z.object({
    tool: z.literal('flux'),
    kind: z.enum(['HelmRelease', 'Kustomization']),
    namespace: z.string(),
    name: z.string(),
    ...Chart,
  }),
  z.object({ tool: z.literal('helm'), namespace: z.string(), release: z.string(), ...Chart }),
  /** The resource that the operator makes it from. */
  z.object({ tool: z.literal('operator'), group: z.string(), kind: z.string(), name: z.string() }),
  /** Meshery Server writes its fields from its own settings (field manager `meshery-server`). */
  z.object({ tool: z.literal('meshery-server') }),
  z.object({ tool: z.literal('none') }),
])
export type ManagedBy = z.infer<typeof ManagedBy>
