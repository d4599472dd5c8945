import type { Section } from '@fleet-auditor/model/section.ts'
import type { SectionValue } from '@fleet-auditor/model/snapshot.ts'
import type { Workload } from '@fleet-auditor/model/workload.ts'
import { readableLabelsOf } from '../projections/redaction.ts'
import type { FoundWorkload } from '../projections/workload-projection.ts'

/**
 * Workloads with those labels of their pods besides that a Service of their namespace selects by, whichever these are: a
 * hand-made Service need not select by Meshery's labels.
 */
export function withSelectedLabels(
  found: readonly FoundWorkload[],
  services: Section<SectionValue<'services'>>,
): Workload[] {
  if (services.status === 'failed') return found.map(({ workload }) => workload)
  const byNamespace = Map.groupBy(services.value, ({ namespace }) => namespace)
  return found.map(({ workload, selector, templateLabels }) => {
    const inNamespace = byNamespace.get(workload.namespace) ?? []
    const named = Object.fromEntries(
      [...inNamespace.map((service) => service.selector), selector].flatMap(Object.entries<string>),
    )
    return { ...workload, podLabels: readableLabelsOf(templateLabels, named) }
  })
}
