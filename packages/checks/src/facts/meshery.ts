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
