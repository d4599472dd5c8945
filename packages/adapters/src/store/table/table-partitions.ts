import { targetPartition } from '@fleet-auditor/model/target.ts'
import {
  decisionsPartition,
  formatKey,
  outboxPartition,
  pointerKey,
  registryPartitions,
  runsPartition,
  snapshotKey,
  tokensPartition,
  uidKey,
} from './keys.ts'
import { latencyPairs, latencyPartition } from './latency-keys.ts'
import { runPartition } from './run-keys.ts'

/** Stands for any text in a pattern of IAM, and for itself in a key. */
const any = '*'

/**
 * The partition keys of the table by what lies there, as patterns of IAM's StringLike: a policy limits a function to
 * some of them (`dynamodb:LeadingKeys`). Made by the functions that make the keys.
 */
export const tablePartitions = {
  format: [formatKey.pk],
  /** State, history and findings of clusters, planes and the fleet. */
  targets: [
    targetPartition({ kind: 'cluster', key: any }),
    targetPartition({ kind: 'plane', key: any }),
    targetPartition({ kind: 'fleet', key: 'fleet' }),
  ],
  snapshots: [snapshotKey(any).pk],
  /** From a fingerprint to its target. */
  pointers: [pointerKey(any).pk],
  registry: registryPartitions,
  uids: [uidKey(any).pk],
  /** The list of runs. */
  runs: [runsPartition],
  /** Summary, ledger, events and work of each run. */
  run: [runPartition(any)],
  latency: [latencyPairs, latencyPartition({ from: any, to: any })],
  outbox: [outboxPartition(any)],
  tokens: [tokensPartition],
  decisions: [decisionsPartition],
} as const satisfies Readonly<Record<string, readonly string[]>>
