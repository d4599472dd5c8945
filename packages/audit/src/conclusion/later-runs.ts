import pLimit from 'p-limit'
import type { ClusterFacts } from '@fleet-auditor/model/cluster-facts.ts'
import type { ClusterReport } from '@fleet-auditor/model/cluster-report.ts'
import type { Run } from '@fleet-auditor/model/run.ts'
import { isGone } from '../fleet/fleet-facts.ts'
import type { Store } from '../ports/store.ts'
import { openOf, type Telling } from '../results/cluster-report.ts'

/** Histories read at once. */
const atOnce = 16
/** Runs that may have ended while another one went on. */
const lookBack = 50

/** A cluster that another run read after this one began its listing is not gone, whatever the listing says. */
export async function withoutSeenSince(
  facts: readonly ClusterFacts[],
  { id, startedAt }: Pick<Run, 'id' | 'startedAt'>,
  store: Pick<Store, 'readState'>,
): Promise<ClusterFacts[]> {
  const limit = pLimit(atOnce)
  const isSeen = async (each: ClusterFacts): Promise<boolean> => {
    if (!isGone(each)) return false
    const { head } = await store.readState({ kind: 'cluster', key: each.key })
    return head !== undefined && head.run !== id && Date.parse(head.takenAt) > Date.parse(startedAt)
  }
  const seen = await Promise.all(facts.map((each) => limit(() => isSeen(each))))
  return facts.filter((_, index) => seen[index] !== true)
}

/** Reports as the registry needs them: of a cluster that a run which ended meanwhile read later, what that one found open. */
export async function withLaterNights(
  reports: readonly ClusterReport[],
  telling: Telling,
  store: Pick<Store, 'readState' | 'readRun' | 'listRuns'>,
): Promise<ClusterReport[]> {
  const others = await endedMeanwhile(telling, store)
  const limit = pLimit(atOnce)
  const later = async (report: ClusterReport): Promise<ClusterReport> => {
    if (!others.has(report.row.id)) return report
    const { head, findings } = await store.readState({ kind: 'cluster', key: report.key })
    const isLater = head && head.run !== telling.run && Date.parse(head.takenAt) > Date.parse(report.takenAt)
    return isLater ? { ...report, ...openOf(findings, report.cluster, telling) } : report
  }
  return Promise.all(reports.map((report) => limit(() => later(report))))
}

/** Clusters, by their ids, of runs that ended since this one began. */
async function endedMeanwhile(
  { run, startedAt }: Telling,
  store: Pick<Store, 'readRun' | 'listRuns'>,
): Promise<ReadonlySet<string>> {
  const ids = new Set<string>()
  for (const { id, endedAt } of await store.listRuns(lookBack)) {
    if (id === run || endedAt === undefined || Date.parse(endedAt) < Date.parse(startedAt)) continue
    for (const row of (await store.readRun(id))?.ledger ?? []) if (row.kind === 'cluster') ids.add(row.id)
  }
  return ids
}
