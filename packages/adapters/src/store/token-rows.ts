import type { TokenStore } from '@fleet-auditor/audit/ports/token-store.ts'
import type { Guarded } from './guarded.ts'

const later = (): Promise<never> => Promise.reject(new Error('being written'))

export function createTokenStore(guarded: Guarded): TokenStore {
  return {
    create: guarded(later),
    list: guarded(later),
    find: guarded(later),
    revoke: guarded(later),
    touch: guarded(later),
  }
}
