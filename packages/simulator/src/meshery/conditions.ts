import { installedAt } from './install-time.ts'

/** Processing stays True for ever; Ready means little (meshery.md §3.3). */
export const settledConditions = (message: string) => [
  condition('Processing', 'True', 'Reconciling', 'Reconciling'),
  condition('Ready', 'True', 'ReconciliationSuccessful', message),
]

export const condition = (type: string, status: string, reason: string, message: string) => ({
  type,
  status,
  reason,
  message,
  observedGeneration: 1,
  lastTransitionTime: installedAt,
})
