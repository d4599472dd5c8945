import type { RunLedger } from '@fleet-auditor/audit/ports/run-ledger.ts'
import type { Guarded } from './guarded.ts'

const later = (): Promise<never> => Promise.reject(new Error('being written'))

export function createRunLedger(guarded: Guarded): RunLedger {
  return {
    putListed: guarded(later),
    readListed: guarded(later),
    putGroup: guarded(later),
    readGroup: guarded(later),
    putDiscovered: guarded(later),
    readDiscovered: guarded(later),
    putShard: guarded(later),
    readShard: guarded(later),
    listShards: guarded(later),
    begin: guarded(later),
    mark: guarded(later),
    putReports: guarded(later),
    readReports: guarded(later),
    putFailure: guarded(later),
    readFailures: guarded(later),
    putDigest: guarded(later),
    readDigest: guarded(later),
  }
}
