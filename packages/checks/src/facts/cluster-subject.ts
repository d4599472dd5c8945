import type { Subject } from '@fleet-auditor/model/subject.ts'

/** A cluster as the subject of a verdict: its id, which is what people call it. */
export const clusterSubject = (id: string): Subject => ({ kind: 'Cluster', name: id })
