import { cp, mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openCounter } from '@fleet-auditor/adapters/store/embedded/commit-counter.ts'
import { openEmbeddedStore } from '@fleet-auditor/adapters/store/embedded/embedded.ts'
import { openDatabase } from '@fleet-auditor/adapters/store/embedded/engine/database.ts'
import { createEngine } from '@fleet-auditor/adapters/store/embedded/engine/engine.ts'
import { clientOf } from '@fleet-auditor/adapters/store/embedded/engine/table-client.ts'
import { damageOf } from '@fleet-auditor/adapters/store/embedded/verification.ts'
import type { FleetStore } from '@fleet-auditor/audit/ports/fleet-store.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fixedNow } from '../../store/contract/store-bench.ts'
import { cluster, finding, opened, record, run } from '../../store/records.ts'
import { dump } from '../../store/table/wire.ts'

/** A store that was closed, and one whose process was killed: its last commits are in the log alone. */
const kinds = ['closed', 'killed'] as const
type Kind = (typeof kinds)[number]

let parent: string
const folderOf = (kind: Kind): string => join(parent, kind)
const expected = new Map<Kind, unknown>()

beforeAll(async () => {
  parent = await mkdtemp(join(tmpdir(), 'damage-'))
  const live = join(parent, 'live')
  await (await written(live, ['a', 'b', 'c', 'd'])).close()
  const store = await written(live, ['e', 'f'])
  // what is on disk now is what a kill leaves
  await cp(live, folderOf('killed'), { recursive: true })
  await store.close()
  await cp(live, folderOf('closed'), { recursive: true })
  for (const kind of kinds) expected.set(kind, await contentOf(await copied(kind)))
})
afterAll(() => rm(parent, { recursive: true }))

async function written(folder: string, keys: readonly string[]): Promise<FleetStore> {
  const store = await openEmbeddedStore({ folder, now: fixedNow })
  await store.openRun(run(1))
  for (const key of keys) {
    const findings = Array.from({ length: 25 }, (_, at) => finding(`${key}${at}`))
    await store.recordAudit(record(cluster(key), 1, { changes: findings.map(opened) }))
  }
  return store
}

let copies = 0
async function copied(kind: Kind): Promise<string> {
  copies += 1
  const folder = join(parent, `copy-${copies}`)
  await cp(folderOf(kind), folder, { recursive: true })
  return folder
}

const filesOf = (folder: string) => ({ database: join(folder, 'store.db'), counter: join(folder, 'commits') })

/** Every row, by the table and by both indexes. */
async function contentOf(folder: string): Promise<unknown> {
  const { database, counter } = filesOf(folder)
  const engine = createEngine(openDatabase(database, openCounter(counter)))
  const client = clientOf(engine)
  const content = [
    await dump(client, 'fleet'),
    await dump(client, 'fleet', 'gsi1'),
    await dump(client, 'fleet', 'gsi2'),
  ]
  engine.close()
  return content
}

type Harm = (path: string, at: number) => Promise<void>
const harms: Readonly<Record<string, Harm>> = {
  'a flipped bit': async (path, at) => {
    const bytes = await readFile(path)
    const place = Math.min(Math.floor(bytes.length * at), bytes.length - 1)
    bytes[place] = (bytes[place] ?? 0) ^ 0x10
    await writeFile(path, bytes)
  },
  'a zeroed block': async (path, at) => {
    const bytes = await readFile(path)
    const place = Math.floor((bytes.length * at) / 512) * 512
    await writeFile(path, bytes.fill(0, place, place + 512))
  },
  'a cut': async (path, at) => truncate(path, Math.floor((await readFile(path)).length * at)),
}

const places = Array.from({ length: 23 }, (_, at) => (at + 0.37) / 23)
const attacks = kinds.flatMap((kind) =>
  (kind === 'killed' ? ['store.db', 'store.db-wal'] : ['store.db']).flatMap((file) =>
    Object.keys(harms).map((harm) => [kind, file, harm] as const),
  ),
)

describe('a damaged store', () => {
  it.each(attacks)('(%s, %s, %s at 23 places) is whole or refused, never silently another one', async (...attack) => {
    const [kind, file, harm] = attack
    const ends = []
    for (const at of places) {
      const folder = await copied(kind)
      await harms[harm]?.(join(folder, file), at)
      const damage = damageOf(filesOf(folder))
      if (damage === undefined) expect(await contentOf(folder)).toEqual(expected.get(kind))
      ends.push(damage === undefined ? 'whole' : 'refused')
      await rm(folder, { recursive: true })
    }
    expect(ends).toContain('refused')
  })

  it.each<[string, Kind, (folder: string) => Promise<unknown>, RegExp]>([
    [
      'without its log',
      'killed',
      (folder) => rm(join(folder, 'store.db-wal')),
      /store\.db is empty|commits are missing/,
    ],
    [
      'without its database',
      'closed',
      (folder) => writeFile(join(folder, 'store.db'), ''),
      /is empty, after \d+ commits/,
    ],
    [
      'of nothing but text',
      'closed',
      (folder) => writeFile(join(folder, 'store.db'), 'text'.repeat(5000)),
      /cannot be read/,
    ],
    [
      'without its counter',
      'closed',
      (folder) => writeFile(join(folder, 'commits'), 'x'),
      /the file commits cannot be read/,
    ],
    ['whose counter was cut', 'closed', (folder) => writeFile(join(folder, 'commits'), ''), /the file commits is gone/],
  ])('%s is refused with what is lost', async (_, kind, harm, lost) => {
    const folder = await copied(kind)
    await harm(folder)
    expect(damageOf(filesOf(folder))).toMatch(lost)
  })

  it('whose counter was removed is refused at the start', async () => {
    const folder = await copied('closed')
    await rm(join(folder, 'commits'))
    await expect(openEmbeddedStore({ folder, now: fixedNow })).rejects.toThrow(/the file commits is gone/)
  })

  it('that is an older copy of the file is refused with how many commits are missing', async () => {
    const folder = await copied('closed')
    const old = await readFile(join(folder, 'store.db'))
    const store = await openEmbeddedStore({ folder, now: fixedNow })
    await store.recordAudit(record(cluster('g'), 1, { changes: [opened(finding('g1'))] }))
    await store.close()
    await writeFile(join(folder, 'store.db'), old)
    expect(damageOf(filesOf(folder))).toMatch(/^the last \d+ of \d+ commits are missing/)
  })

  it('is named by clusters and kinds, refused by every start with the same words, and left as it was', async () => {
    const folder = await copied('closed')
    const path = join(folder, 'store.db')
    const bytes = await readFile(path)
    const at = bytes.indexOf(String.raw`\"e7\"`)
    expect(at).toBeGreaterThan(0)
    bytes[at + 2] = 0x20
    await writeFile(path, bytes)
    for (const _ of [1, 2]) {
      await expect(openEmbeddedStore({ folder, now: fixedNow })).rejects.toMatchObject({
        code: 'store',
        message: expect.stringMatching(/damaged: store\.db: 1 of \d+ rows cannot be read: 1 of cluster e$/),
        details: {
          place: folder,
          remedy: 'restore the data folder from a copy, or move it away: the next audit reads the whole fleet again',
        },
      })
    }
    expect(await readFile(path)).toEqual(bytes)
  })
})
