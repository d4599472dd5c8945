import type { ManagedBy } from '@fleet-auditor/model/managed-by.ts'
import type { Section } from '@fleet-auditor/model/section.ts'
import type { Sections } from '@fleet-auditor/model/snapshot.ts'
import type { Subject } from '@fleet-auditor/model/subject.ts'

/** Who owns the object of a verdict; undefined where that was not read, or nothing on the object decides it. */
export function managerOf(subject: Subject, sections: Sections): ManagedBy | undefined {
  const manager = directManager(subject, sections)
  if (manager?.tool !== 'operator') return manager
  // What the operator makes is changed in the resource that it reads: by who owns that one.
  const made = directManager({ kind: manager.kind, namespace: subject.namespace, name: manager.name }, sections)
  return made && (made.tool === 'meshery-server' || made.tool === 'argo-cd' || made.tool === 'flux') ? made : manager
}

function directManager(subject: Subject, sections: Sections): ManagedBy | undefined {
  const { kind, namespace, name } = subject
  const isIt = (object: { readonly namespace: string; readonly name: string }): boolean =>
    object.namespace === namespace && object.name === name
  const workloads = listOf(sections.workloads)
  switch (kind) {
    case 'Deployment':
    case 'StatefulSet':
      return workloads.find((workload) => workload.kind === kind && isIt(workload))?.managedBy
    case 'ServiceAccount':
      return workloads.find((workload) => workload.namespace === namespace && workload.serviceAccount === name)
        ?.managedBy
    case 'Service':
      return listOf(sections.services).find(isIt)?.managedBy
    case 'Broker':
      return listOf(sections.brokers).find(isIt)?.managedBy
    case 'MeshSync':
      return listOf(sections.meshSyncs).find(isIt)?.managedBy
    default:
      return undefined
  }
}

const listOf = <T>(section: Section<readonly T[]>): readonly T[] =>
  section.status === 'collected' ? section.value : []
