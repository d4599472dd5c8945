import type { LatencyStore } from '@fleet-auditor/audit/ports/latency-store.ts'
import type { Guarded } from './guarded.ts'

const later = (): Promise<never> => Promise.reject(new Error('being written'))

export function createLatencyStore(guarded: Guarded): LatencyStore {
  return {
    put: guarded(later),
    read: guarded(later),
  }
}
