import type { PodState } from '@fleet-auditor/model/workload.ts'
import { minutesAgo } from './meshery-objects.ts'

type State = PodState['containers'][number]

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

/** The Server's container, whose run before this one ended an hour ago, two minutes after its start. */
export const endedEarly = (edits: Partial<State> = {}): State => ({
  name: 'meshery',
  ready: true,
  restarts: 1,
  lastTerminated: 'Error',
  lastRun: { startedAt: minutesAgo(62), finishedAt: minutesAgo(60) },
  ...edits,
})
