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
export function createRunLedger({ reading, writing }: Guarded): RunLedger {
  return {
    putListed: writing(putListed),
    readListed: reading(readListed),
    putGroup: writing(putGroup),
    readGroup: reading(readGroup),
    putDiscovered: writing(putDiscovered),
    readDiscovered: reading(readDiscovered),
    putShard: writing(putShard),
    readShard: reading(readShard),
    listShards: reading(listShards),
    claimPass: writing(claimPass),
    claimCluster: writing(claimCluster),
    putReports: writing(putReports),
    readReports: reading(readReports),
    putFailure: writing(putFailure),
    readFailures: reading(readFailures),
    putDigest: writing(putDigest),
    readDigest: reading(readDigest),
  }
}
