import { createMemoryStore } from '@fleet-auditor/adapters/store/memory/memory-store.ts'
import { clusterTarget } from '@fleet-auditor/audit/cluster/judge-cluster.ts'
import { compareWithLast } from '@fleet-auditor/audit/results/compare-with-last.ts'
import { recordResult } from '@fleet-auditor/audit/results/record-result.ts'
import { targetOf } from '@fleet-auditor/audit/results/target-result.ts'
import type { LedgerRow } from '@fleet-auditor/model/run.ts'
import type { Snapshot } from '@fleet-auditor/model/snapshot.ts'
import { describe, expect, it } from 'vitest'
import { fleetOf } from '../../audit-world/fleets.ts'
import { sectionsOf } from '../../audit-world/installed-sections.ts'
import { clusterNamed } from '../../audit-world/world.ts'

const takenAt = '2026-11-21T02:00:00.000Z'
const clock = { now: () => takenAt }
const fleet = fleetOf({})
const target = clusterTarget(clusterNamed('payments', { provider: 'kubeconfig', contexts: ['payments'] }), fleet)
const context = { run: 'run-1', fleet, startedAt: takenAt, rules: {} }
const audited: LedgerRow = { id: 'payments', kind: 'cluster', outcome: 'audited' }

/** A snapshot of a version text of so many characters. */
function snapshotOf(characters: number): Snapshot {
  const apiServer = { status: 'collected', value: { gitVersion: 'v'.repeat(characters) }, at: takenAt }
  const cloud = { status: 'failed', cause: 'undeclared', detail: 'no cloud' }
  const sections = { ...sectionsOf('bare', 'uid', takenAt), cloud, apiServer } as unknown as Snapshot['sections'] // a shape no server sends
  return { locator: 'payments', provider: 'kubeconfig', takenAt, sections }
}

async function recorded(row: LedgerRow, snapshot: Snapshot) {
  const store = createMemoryStore({ clock })
  const judged = { target, row, takenAt, verdicts: [], incarnation: { kind: 'first', number: 1 } as const }
  const last = { head: undefined, findings: [], rules: undefined }
  const result = await recordResult(compareWithLast(judged, last, context), context, { store, clock }, snapshot)
  const [record] = await store.readHistory(targetOf(target), 1)
  return { result, record }
}

describe('a snapshot', () => {
  it('of a usual size is stored, and its row needs no word', async () => {
    const { result, record } = await recorded(audited, snapshotOf(1000))
    expect(record?.snapshotHash).toMatch(/^\w+$/)
    expect([result.row, record?.row]).toEqual([audited, audited])
  })

  it.each([
    [
      'that is too large to store is reported in the row, and in the stored one',
      audited,
      /^its snapshot is not stored/,
    ],
    ['beside what the row reports already', { ...audited, detail: 'slow' }, /^slow; its snapshot is not stored/],
  ])('%s', async (_, row, detail) => {
    const { result, record } = await recorded(row, snapshotOf(8_000_000))
    expect(record?.snapshotHash).toBeUndefined()
    expect(result.row.detail).toMatch(detail)
    expect(record?.row).toEqual(result.row)
  })
})
