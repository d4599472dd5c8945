import { z } from 'zod'

/** What a step changes, so that a person knows before pasting: one object, by its own tool's name. */
const ActsOn = z.object({
  kind: z.enum([
    'kubernetes-object',
    'helm-release',
    'cloud-resource',
    /** A repository that Argo CD or Flux applies. */
    'git',
    /** Meshery's own settings: Connections, Configure Operator, MeshSync & Broker. */
    'meshery-settings',
    'fleet-file',
    /** The kubeconfig of the machine where the commands run. */
    'kubeconfig',
  ]),
  name: z.string(),
  namespace: z.string().optional(),
})

/**
 * One step of a remedy. Commands are lines for a POSIX shell, each complete: cluster, namespace and names are in it, and
 * what only a person knows is a required variable (`"${NAME:?…}"`), without which the line does nothing.
 */
const RemedyStep = z.object({
  summary: z.string(),
  /** Absent: the step only reads. */
  actsOn: ActsOn.optional(),
  /** What stops meanwhile, or may be lost. */
  interrupts: z.string().optional(),
  /** The same commands without effect, where their tool can do that. */
  dryRun: z.array(z.string()).optional(),
  commands: z.array(z.string()),
  undo: z.array(z.string()).optional(),
})
export type RemedyStep = z.infer<typeof RemedyStep>

/** How to fix a finding. Steps are taken in order; an alternative is taken in their place. */
export const Remedy = z.object({
  summary: z.string(),
  steps: z.array(RemedyStep),
  alternatives: z.array(z.object({ summary: z.string(), steps: z.array(RemedyStep) })).optional(),
})
export type Remedy = z.infer<typeof Remedy>
