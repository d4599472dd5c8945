import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openEmbeddedStore } from '@fleet-auditor/adapters/store/embedded/embedded.ts'
import type { Store } from '@fleet-auditor/audit/ports/store.ts'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { fixedNow } from '../../store/contract/store-bench.ts'
import { runWriter, type Acknowledged } from '../../store/embedded/writer-process.ts'
import { cluster } from '../../store/records.ts'

const targets = ['a', 'b', 'c']
/** Each takes about a second. */
const kills = Number(process.env['STORE_KILLS'] ?? 6)
let folder = ''

beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), 'store-kill-'))))
afterEach(() => rm(folder, { recursive: true }))

const open = (): Promise<Store> => openEmbeddedStore({ folder, now: fixedNow })

/** Nothing acknowledged is missing; rows, states and indexes agree. */
async function expectWhole(store: Store, acknowledged: Acknowledged): Promise<void> {
  const listed = new Map((await store.queryFindings({})).map((each) => [each.fingerprint, each]))
  let known = 0
  for (const key of targets) {
    const { head, findings } = await store.readState(cluster(key))
    const last = Number(head?.run.slice('run-'.length) ?? 0)
    const numbers = acknowledged.get(key) ?? []
    expect(last).toBeGreaterThanOrEqual(numbers.at(-1) ?? 0)
    const runs = new Set((await store.readHistory(cluster(key), 10_000)).map((record) => record.run))
    for (const number of numbers) expect(runs).toContain(`run-${number}`)
    expect(findings.map((each) => each.fingerprint)).toEqual(
      Array.from({ length: last }, (_, at) => `${key}-${at + 1}`),
    )
    expect(findings.filter((each) => each.state === 'open')).toHaveLength(Math.min(last, 3))
    for (const each of findings) expect(listed.get(each.fingerprint)).toEqual({ ...each, target: cluster(key) })
    known += findings.length
  }
  expect(listed.size).toBe(known)
}

describe('a process that is killed while it stores', () => {
  it('loses nothing acknowledged, doubles and tears nothing, and lists what it committed at the next start', async () => {
    const acknowledged = new Map<string, readonly number[]>()
    for (let kill = 0; kill < kills; kill += 1) {
      const end = await runWriter({ folder, killAfterMs: 20 + ((kill * 37) % 200) })
      expect(end.signal).toBe('SIGKILL')
      for (const [key, some] of end.acknowledged) acknowledged.set(key, [...(acknowledged.get(key) ?? []), ...some])
    }
    const store = await open()
    await expectWhole(store, acknowledged)
    await store.close()
    const again = await open()
    await expectWhole(again, acknowledged)
    await again.close()
  }, 3_600_000)

  it('reports that a file may not grow, and loses nothing acknowledged', async () => {
    const end = await runWriter({ folder, kilobytes: 60, fileBlocks: 2048 })
    expect({ code: end.code, signal: end.signal }).toEqual({ code: 4, signal: null })
    expect(JSON.parse(end.printed[0] ?? '{}')).toMatchObject({
      code: 'store',
      message: 'a file of the data folder cannot be written any more',
      details: {
        place: folder,
        remedy:
          'look at the disk and at the limit of file sizes (what was stored is still there), or choose another folder with --data',
      },
    })
    expect(end.acknowledged.size).toBe(3)
    const store = await open()
    await expectWhole(store, end.acknowledged)
    await store.close()
  })
})
