import type { Plane } from '@fleet-auditor/model/fleet-file.ts'
import type { BrokerResource, MeshSyncResource } from '@fleet-auditor/model/meshery-resource.ts'
import type { Component, Workload } from '@fleet-auditor/model/workload.ts'
import type { Outcomes } from '../define.ts'
import { fail, notApplicable, pass } from '../outcome.ts'
import { discoveryMode } from './discovery-mode.ts'
import { ofComponent } from './meshery.ts'

export interface Part {
  readonly component: Component
  /** Kind of its custom resource. */
  readonly kind: string
  readonly workload: string
  readonly workloadKind: string
}

interface Found {
  readonly workloads: readonly Workload[]
  readonly of: readonly (BrokerResource | MeshSyncResource)[]
  readonly others: readonly (BrokerResource | MeshSyncResource)[]
  readonly planes: readonly Plane[]
}

/** Whether an Operator’s part (Broker, MeshSync) lacks its custom resource or its workload. */
export function missingPart(part: Part, { workloads, of, others, planes }: Found): Outcomes {
  const mode = discoveryMode(workloads, others, planes)
  if (mode.mode !== 'operator') return [notApplicable(`${mode.mode} mode: ${mode.because}`)]
  const operator = ofComponent(workloads, 'operator')[0]
  if (!operator) return [notApplicable('no Operator is there (see missing-operator)')]
  const subject = { kind: part.kind, namespace: operator.namespace, name: `meshery-${part.component}` }
  const workload = ofComponent(workloads, part.component)[0]
  const lacking: string[] = []
  if (of.length === 0) lacking.push('custom resource')
  if (!workload) lacking.push(`workload (${part.workloadKind} ${part.workload})`)
  if (lacking.length > 0) return [fail(subject, { lacking: lacking.join(' and '), operator: operator.name })]
  return [pass({ resources: of.length, workload: workload?.name ?? '' }, subject)]
}
