import type { FindingPages } from '@fleet-auditor/audit/ports/finding-pages.ts'
import type { Guarded } from './guarded.ts'

const later = (): Promise<never> => Promise.reject(new Error('being written'))

export function createFindingPages(guarded: Guarded): FindingPages {
  return {
    page: guarded(later),
    find: guarded(later),
    nights: guarded(later),
  }
}
