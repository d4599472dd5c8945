import type { PodState } from '@fleet-auditor/model/workload.ts'

/** A ready pod of the Server. */
export const serverPod = (edits: Partial<PodState>): PodState => ({
  namespace: 'meshery',
  name: 'meshery-0',
  owner: 'meshery',
  component: 'server',
  phase: 'Running',
  ready: true,
  createdAt: '2026-10-01T00:00:00Z',
  containers: [],
  ...edits,
})
