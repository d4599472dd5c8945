import type { Outbox } from '@fleet-auditor/audit/ports/outbox.ts'
import type { Guarded } from './guarded.ts'

const later = (): Promise<never> => Promise.reject(new Error('being written'))

export function createOutbox(guarded: Guarded): Outbox {
  return {
    take: guarded(later),
    settle: guarded(later),
    ofRun: guarded(later),
  }
}
