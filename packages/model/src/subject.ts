import { z } from 'zod'
import { clusterLabel } from './cluster-label.ts'

/**
 * The object a verdict is about. Stable over pod restarts: the top owner (Deployment, StatefulSet, Service, role,
 * identity, cluster), a container or field within it; never a pod name.
 */
export const Subject = z.object({
  kind: z.string(),
  namespace: z.string().optional(),
  name: z.string(),
  container: z.string().optional(),
  /** The part of the object, where one object can fail a check in several ways: `requests.memory`, `port 8222`. */
  field: z.string().optional(),
})
export type Subject = z.infer<typeof Subject>

export function subjectLabel(subject: Subject): string {
  const named = subject.kind === 'Cluster' ? clusterLabel({ id: subject.name }) : subject.name
  const name = subject.namespace ? `${subject.namespace}/${named}` : named
  const parts = [`${subject.kind} ${name}`]
  if (subject.container) parts.push(`container ${subject.container}`)
  if (subject.field) parts.push(subject.field)
  return parts.join(', ')
}
