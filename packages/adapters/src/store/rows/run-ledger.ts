import type { RunLedger } from '@fleet-auditor/audit/ports/run-ledger.ts'
import type { Guarded } from '../commit/guarded.ts'
import { putDigest, readDigest } from './run-digest.ts'
import { putFailure, readFailures } from './run-failures.ts'
import { claimPass, claimCluster } from './run-marks.ts'
import {
  listShards,
  putDiscovered,
  putGroup,
  putListed,
  putShard,
  readDiscovered,
  readGroup,
  readListed,
  readShard,
} from './run-plan-rows.ts'
import { putReports, readReports } from './run-report-rows.ts'

/** Every value is a packed row of its run; lists are queries to their end, without the pieces of large values. */
export function createRunLedger(guarded: Guarded): RunLedger {
  return {
    putListed: guarded(putListed),
    readListed: guarded(readListed),
    putGroup: guarded(putGroup),
    readGroup: guarded(readGroup),
    putDiscovered: guarded(putDiscovered),
    readDiscovered: guarded(readDiscovered),
    putShard: guarded(putShard),
    readShard: guarded(readShard),
    listShards: guarded(listShards),
    claimPass: guarded(claimPass),
    claimCluster: guarded(claimCluster),
    putReports: guarded(putReports),
    readReports: guarded(readReports),
    putFailure: guarded(putFailure),
    readFailures: guarded(readFailures),
    putDigest: guarded(putDigest),
    readDigest: guarded(readDigest),
  }
}
