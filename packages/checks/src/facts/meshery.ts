import type { Subject } from '@fleet-auditor/model/subject.ts'
import type { Component, Workload } from '@fleet-auditor/model/workload.ts'

export const ofComponent = (workloads: readonly Workload[], component: Component): readonly Workload[] =>
  workloads.filter((workload) => workload.component === component)

export const workloadSubject = (workload: Workload, more: { container?: string; field?: string } = {}): Subject => ({
  kind: workload.kind,
  namespace: workload.namespace,
  name: workload.name,
  ...more,
})

/** The literal value of an environment variable in any container of the workload; undefined when unset or not literal. */
export function literalEnv(workload: Workload, name: string): string | undefined {
  for (const container of workload.containers) {
    const found = container.env.find((env) => env.name === name && env.source === 'literal')
    if (found?.value) return found.value
  }
  return undefined
}
