import type { RunLedger } from '@fleet-auditor/audit/ports/run-ledger.ts'
import type { ResultSummary } from '@fleet-auditor/model/result-summary.ts'
import { workItemName } from '@fleet-auditor/model/run-plan.ts'
import { lastOfPasses } from '../rows/last-of-passes.ts'
import { expiryAfter } from '../table/expiry.ts'
import { keyOf, putFirst, valueOf, valuesOf, type Cloned, type Memory, type Shelf, type Shelved } from './records.ts'

export const createMemoryLedger = (cloned: Cloned): RunLedger => ({
  ...planVerbs(cloned),
  ...workVerbs(cloned),
  claimPass: cloned((memory, run, shard, pass) => markFirst(memory, keyOf('begin', run, shard, pass))),
  claimCluster: cloned((memory, run, shard, cluster) => markFirst(memory, keyOf('mark', run, shard, cluster))),
  releaseCluster: cloned(({ records }, run, shard, cluster) => {
    records.marks.delete(keyOf('mark', run, shard, cluster))
  }),
})

/** What is planned: who is to do what. */
const planVerbs = (cloned: Cloned) =>
  ({
    putFleetFile: cloned((memory, run, fleet) => put(memory, memory.records.fleetFiles, keyOf(run), fleet)),
    readFleetFile: cloned(({ records, now }, run) => valueOf(records.fleetFiles, keyOf(run), now())),
    putListed: cloned((memory, run, worker, listed) =>
      put(memory, memory.records.listed, keyOf(run, worker), { worker, listed }),
    ),
    readListed: cloned(({ records, now }, run) => {
      return new Map(valuesOf(records.listed, now(), run).map(({ worker, listed }) => [worker, listed]))
    }),
    putGroup: cloned((memory, run, group, scopes) => put(memory, memory.records.groups, keyOf(run, group), scopes)),
    readGroup: cloned(({ records, now }, run, group) => valueOf(records.groups, keyOf(run, group), now())),
    putShard: cloned((memory, run, shard, plan) =>
      put(memory, memory.records.shards, keyOf(run, shard), { shard, plan }),
    ),
    readShard: cloned(({ records, now }, run, shard) => valueOf(records.shards, keyOf(run, shard), now())?.plan),
    listShards: cloned(({ records, now }, run) =>
      valuesOf(records.shards, now(), run).map(({ shard, plan }) => ({ shard, worker: plan.worker })),
    ),
  }) satisfies Partial<RunLedger>

/** What came of it. */
const workVerbs = (cloned: Cloned) =>
  ({
    putDiscovered: cloned((memory, run, group, scopes) =>
      put(memory, memory.records.discovered, keyOf(run, group), { group, scopes }),
    ),
    readDiscovered: cloned(({ records, now }, run) => {
      return new Map(valuesOf(records.discovered, now(), run).map(({ group, scopes }) => [group, scopes]))
    }),
    putReports: cloned(putReports),
    readReports: cloned(readReports),
    putFailure: cloned((memory, run, failure) => {
      putFirst(memory.records.failures, keyOf(run, workItemName(failure.item)), retained(memory, failure), memory.now())
    }),
    readFailures: cloned(({ records, now }, run) => valuesOf(records.failures, now(), run)),
    putDigest: cloned(({ records, now, retention }, run, digest) => {
      records.digests.set(keyOf(run), { value: digest, expiresAt: expiryAfter(now(), retention.runs) })
    }),
    readDigest: cloned(({ records, now }, run) => valueOf(records.digests, keyOf(run), now())),
  }) satisfies Partial<RunLedger>

/** Artifacts are retained as long as a record. */
const retained = <T>({ now, retention }: Memory, value: T): Shelved<T> => ({
  value,
  expiresAt: expiryAfter(now(), retention.records),
})

function put<T>(memory: Memory, shelf: Shelf<T>, key: string, value: T): void {
  shelf.set(key, retained(memory, value))
}

const markFirst = (memory: Memory, key: string): boolean =>
  putFirst(memory.records.marks, key, retained(memory, true), memory.now())

function putReports(memory: Memory, ...[run, shard, pass, reports]: Parameters<RunLedger['putReports']>): void {
  put(memory, memory.records.reports, keyOf(run, shard, pass), { shard, reports })
}

function readReports({ records, now }: Memory, run: string, shard?: number): Map<number, ResultSummary[]> {
  return lastOfPasses(valuesOf(records.reports, now(), run, ...(shard === undefined ? [] : [shard])))
}
