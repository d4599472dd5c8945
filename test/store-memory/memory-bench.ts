import { createMemoryStore } from '@fleet-auditor/adapters/store/memory/memory-store.ts'
import { createRecords, type MemoryRecords } from '@fleet-auditor/adapters/store/memory/records.ts'
import type { StoredFinding } from '@fleet-auditor/audit/ports/store.ts'
import type { Change } from '@fleet-auditor/model/finding.ts'
import { targetPartition } from '@fleet-auditor/model/target.ts'
import { fixedNow, type StoreBench } from '../store/contract/store-bench.ts'
import { comparison, record } from '../store/records.ts'

interface MemoryBench extends StoreBench {
  readonly rows: (table: string) => Promise<readonly { readonly key: string }[]>
}

/** Records of their own for every case; the name of a table stands for them. */
export function createMemoryBench(): MemoryBench {
  const tables: MemoryRecords[] = []
  const recordsOf = (table: string): MemoryRecords => {
    const records = tables[Number(table)]
    if (!records) throw new Error(`no table ${table}`)
    return records
  }
  const store: StoreBench['store'] = (table, { now = fixedNow, retention } = {}) =>
    createMemoryStore({ clock: { now }, records: recordsOf(table), retention })
  return {
    newTable: async () => String(tables.push(createRecords()) - 1),
    store,
    rows: async (table) => {
      const rows = Object.entries(recordsOf(table)).flatMap(([kind, shelf]) =>
        [...shelf].map(([key, entry]) => ({ key: `${kind} ${key}`, ...structuredClone(entry) })),
      )
      return rows.toSorted((a, b) => (a.key < b.key ? -1 : 1))
    },
    findingRows: async (table) => {
      const targets = [...recordsOf(table).targets.values()]
      return [targets.flatMap(({ value }) => value.state.findings)]
    },
    seed: async (table, findings) => {
      const byTarget = Map.groupBy(findings, ({ target }) => targetPartition(target))
      for (const own of byTarget.values()) {
        const changes = own.map(seeded)
        if (own[0]) await store(table).recordAudit(record(own[0].target, 1, { changes }))
      }
    },
  }
}

function seeded(stored: StoredFinding): Change {
  const { target: _, ...finding } = stored
  return comparison(finding.state === 'open' ? 'opened' : 'resolved', finding)
}
