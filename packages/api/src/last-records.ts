import type { FleetStore } from '@fleet-auditor/audit/ports/fleet-store.ts'
import type { Store } from '@fleet-auditor/audit/ports/store.ts'
import { targetPartition, type Target } from '@fleet-auditor/model/target.ts'
import type { LastRecord } from '@fleet-auditor/report/present-finding.ts'

type RecordStore = Pick<Store, 'readState'> & Pick<FleetStore, 'pages'>

/** The latest record of each target, by partition: about one read unit each, and two more where it cannot be read. */
export async function lastRecords(
  targets: readonly Target[],
  store: RecordStore,
): Promise<ReadonlyMap<string, LastRecord>> {
  const distinct = new Map(targets.map((target) => [targetPartition(target), target]))
  const records = new Map<string, LastRecord>()
  await Promise.all(
    [...distinct].map(async ([partition, target]) => {
      const record = await lastRecord(target, store)
      if (record) records.set(partition, record)
    }),
  )
  return records
}

async function lastRecord(target: Target, store: RecordStore): Promise<LastRecord | undefined> {
  const [record] = await store.pages.records(target, 1)
  if (!record) return undefined
  const { takenAt, verdicts, row } = record
  if (row.outcome === 'audited') return { takenAt, verdicts }
  const { head } = await store.readState(target)
  return { takenAt, verdicts, staleSince: head?.staleSince }
}
