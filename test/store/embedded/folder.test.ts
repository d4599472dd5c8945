import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chmod, chown, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { DeleteCommand, DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb'
import { openCounter } from '@fleet-auditor/adapters/store/embedded/commit-counter.ts'
import { openEmbeddedStore } from '@fleet-auditor/adapters/store/embedded/embedded.ts'
import { openDatabase } from '@fleet-auditor/adapters/store/embedded/engine/database.ts'
import { createEngine } from '@fleet-auditor/adapters/store/embedded/engine/engine.ts'
import { clientOf } from '@fleet-auditor/adapters/store/embedded/engine/table-client.ts'
import { folderFailure } from '@fleet-auditor/adapters/store/embedded/folder-failure.ts'
import { lockFolder } from '@fleet-auditor/adapters/store/embedded/folder-lock.ts'
import { storedFormat } from '@fleet-auditor/adapters/store/table/format.ts'
import { formatKey } from '@fleet-auditor/adapters/store/table/keys.ts'
import type { Store } from '@fleet-auditor/audit/ports/store.ts'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { fixedNow } from '../contract/store-bench.ts'
import { cluster, finding, opened, record, run } from '../records.ts'

const files = ['commits', 'lock', 'store.db']
const wayOut = 'move or remove the folder, or choose another one with --data'

let parent = ''
let folder = ''

beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'store-folder-'))
  folder = join(parent, 'new', 'data')
})
afterEach(() => rm(parent, { recursive: true }))

const open = (of = folder): Promise<Store> => openEmbeddedStore({ folder: of, now: fixedNow })
const first = record(cluster('a'), 1, { changes: [opened(finding('f1')), opened(finding('f2'))] })

async function expectFirst(store: Store): Promise<void> {
  expect((await store.readState(cluster('a'))).findings).toHaveLength(2)
  expect(await store.queryFindings({ state: 'open' })).toHaveLength(2)
}

describe('the data folder', () => {
  it('is made where it is not there, closed clean and opened again', async () => {
    const store = await open()
    await store.recordAudit(first)
    await Promise.all([store.close(), store.close()])
    expect((await readdir(folder)).toSorted()).toEqual(files)
    const again = await open()
    await expectFirst(again)
    await again.close()
  })

  it('lets what is under way end before it closes', async () => {
    const store = await open()
    const under = store.recordAudit(first)
    await store.close()
    expect(await under).toBe('committed')
    const again = await open()
    await expectFirst(again)
    await again.close()
  })

  it.each([
    ['before it wrote anything', []],
    ['before it made the database', ['commits']],
    ['before it made a table', ['commits', 'store.db']],
    ['as an auditor of before formats', ['format', 'lock.0a1b-2c3d']],
  ])('is used where the first start died %s', async (_, left) => {
    await mkdir(folder, { recursive: true })
    for (const name of left) await writeFile(join(folder, name), '')
    const store = await open()
    await store.recordAudit(first)
    await expectFirst(store)
    await store.close()
    expect((await readdir(folder)).toSorted()).toEqual(files)
  })

  it('and all its files are this user’s alone, whatever the umask', async () => {
    const umask = process.umask(0)
    try {
      const store = await open()
      await store.recordAudit(first)
      expect(await modes()).toEqual(new Set([0o700, 0o600]))
      await store.close()
      expect(await modes()).toEqual(new Set([0o700, 0o600]))
    } finally {
      process.umask(umask)
    }
  })

  it('that was open to others is closed to them, with its files', async () => {
    await (await open()).close()
    await chmod(folder, 0o755)
    for (const name of files) await chmod(join(folder, name), 0o644)
    await (await open()).close()
    expect(await modes()).toEqual(new Set([0o700, 0o600]))
  })

  it('that is open to others and holds files of others is refused, and left open', async () => {
    await mkdir(folder, { recursive: true, mode: 0o755 })
    await writeFile(join(folder, 'notes.txt'), '')
    await chmod(folder, 0o755)
    await expect(open()).rejects.toMatchObject({
      code: 'store',
      message: 'the data folder is open to other users and holds files that are not the auditor’s',
    })
    expect((await stat(folder)).mode & 0o777).toBe(0o755)
  })

  it.skipIf(process.getuid?.() !== 0)('of another user is refused', async () => {
    await mkdir(folder, { recursive: true })
    await chown(folder, 65_534, 65_534)
    await expect(open()).rejects.toMatchObject({
      code: 'store',
      message: 'the data folder belongs to another user, who could read all that is stored',
    })
  })

  it.each(['data', 'lock'])('of an auditor that was never released (%s/) is refused with the way out', async (name) => {
    await mkdir(join(folder, name), { recursive: true })
    await expect(open()).rejects.toMatchObject({
      code: 'store',
      message: `this store was written by a fleet-auditor that was never released; this one reads format ${storedFormat}`,
      details: { place: folder, remedy: wayOut },
    })
    expect(await readdir(folder)).toEqual([name])
  })

  it('in use is refused to a second process, which learns who uses it', async () => {
    const store = await open()
    await expect(open()).rejects.toMatchObject({
      code: 'store',
      message: `the data folder is in use by process ${process.pid} on ${hostname()}`,
      details: {
        place: join(folder, 'lock'),
        remedy: 'wait until it ends or choose another folder with --data',
      },
    })
    await store.recordAudit(first)
    await store.close()
  })

  it.each([
    ['a process that died', async () => JSON.stringify({ pid: await deadPid(), host: hostname() })],
    ['a process whose number was given out again', async () => JSON.stringify({ pid: process.pid, host: hostname() })],
    ['a process on another host', async () => JSON.stringify({ pid: 1, host: 'elsewhere' })],
    ['a holder that cannot be read', async () => 'x'],
  ])('is opened where %s left its name and no lock', async (_, holder) => {
    await (await open()).close()
    await writeFile(join(folder, 'holder'), await holder())
    const store = await open()
    expect(JSON.parse(await readFile(join(folder, 'holder'), 'utf8'))).toMatchObject({ pid: process.pid })
    await store.close()
  })

  it('in use is refused though its holder has not written its name yet', async () => {
    const { release } = await lockFolder(await made(folder))
    await rm(join(folder, 'holder'))
    await expect(open()).rejects.toThrow('in use by another process')
    await release({ closed: true })
    await (await open()).close()
  })

  it('is unlocked by the death of a process that held it, however it died', async () => {
    const holder = await heldByChild(await made(folder))
    try {
      await expect(open()).rejects.toThrow(`in use by process ${holder.pid} on ${hostname()}`)
    } finally {
      holder.kill('SIGKILL')
      await once(holder, 'exit')
    }
    await (await open()).close()
  })

  it('is opened though the file of its lock is damaged', async () => {
    await (await open()).close()
    await writeFile(join(folder, 'lock'), 'nonsense'.repeat(1000))
    const store = await open()
    await expect(open()).rejects.toThrow(`in use by process ${process.pid}`)
    await store.close()
  })

  it('goes to one of many that ask at once', async () => {
    const asked = await Promise.allSettled(Array.from({ length: 8 }, () => open()))
    const opened = asked.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []))
    expect(opened).toHaveLength(1)
    await opened[0]?.close()
    await (await open()).close()
  })

  it.each<[string, number | undefined, string, string]>([
    [
      'of a newer format',
      storedFormat + 1,
      'this store was written by a newer fleet-auditor: upgrade',
      `upgrade fleet-auditor (the store has format ${storedFormat + 1}, this one reads ${storedFormat}), or ${wayOut}`,
    ],
    [
      'of an older format',
      storedFormat - 1,
      `this store was written by a fleet-auditor of format ${storedFormat - 1}; this one reads format ${storedFormat}`,
      wayOut,
    ],
    [
      'of before formats',
      undefined,
      `this store was written by a fleet-auditor that was never released; this one reads format ${storedFormat}`,
      wayOut,
    ],
  ])('%s is refused, unlocked and left as it was', async (_, format, message, remedy) => {
    const store = await open()
    await store.openRun(run(1))
    await store.recordAudit(first)
    await store.close()
    await putFormat(format)
    await expect(open()).rejects.toMatchObject({ code: 'store', message, details: { place: folder, remedy } })
    expect((await readdir(folder)).toSorted()).toEqual(files)
    await putFormat(storedFormat)
    const again = await open()
    await expectFirst(again)
    await again.close()
  })

  it('cannot lie under a file', async () => {
    await writeFile(join(parent, 'file'), '')
    await expect(open(join(parent, 'file', 'data'))).rejects.toMatchObject({
      code: 'store',
      message: 'the data folder is a file, or lies under one',
    })
  })

  it.skipIf(process.getuid?.() === 0)('must be writable', async () => {
    await mkdir(folder, { recursive: true })
    await chmod(folder, 0o500)
    await expect(open()).rejects.toMatchObject({ code: 'store', message: 'the data folder cannot be written' })
    await chmod(folder, 0o700)
  })
})

describe('a failure of the folder', () => {
  it.each([
    [Object.assign(new Error('no space left on device'), { code: 'ENOSPC' }), 'the disk of the data folder is full'],
    [sqliteError(13), 'the disk of the data folder is full'],
    [sqliteError(778), 'a file of the data folder cannot be written any more'],
    [Object.assign(new Error('permission denied'), { code: 'EACCES' }), 'the data folder cannot be written'],
    [Object.assign(new Error('read-only'), { code: 'EROFS' }), 'the data folder cannot be written'],
    [sqliteError(8), 'the data folder cannot be written'],
    [sqliteError(5), 'the data folder is in use by another process'],
    [sqliteError(11), 'the files of the data folder are damaged'],
    [sqliteError(267), 'the files of the data folder are damaged'],
    [new Error('boom'), 'the embedded database failed: boom'],
  ])('is reported for: %s', (error, message) => {
    expect(folderFailure(error, '/x')).toMatchObject({ code: 'store', message, details: { place: '/x' } })
  })
})

function sqliteError(errcode: number): Error {
  return Object.assign(new Error('x'), { code: 'ERR_SQLITE_ERROR', errcode })
}

/** Of the folder and of its files. */
async function modes(): Promise<Set<number>> {
  const paths = [folder, ...(await readdir(folder)).map((name) => join(folder, name))]
  return new Set(await Promise.all(paths.map(async (path) => (await stat(path)).mode & 0o777)))
}

/** Gives the database of the closed folder another format, or none. */
async function putFormat(format: number | undefined): Promise<void> {
  const counter = openCounter(join(folder, 'commits'))
  const engine = createEngine(openDatabase(join(folder, 'store.db'), counter))
  const client = clientOf(engine)
  const row = { TableName: 'fleet', Key: formatKey }
  const documents = DynamoDBDocumentClient.from(client)
  if (format === undefined) await documents.send(new DeleteCommand(row))
  else await documents.send(new PutCommand({ TableName: 'fleet', Item: { ...formatKey, format } }))
  engine.close()
}

async function made(path: string): Promise<string> {
  await mkdir(path, { recursive: true })
  return path
}

/** A process that holds the folder's lock until it is killed. */
async function heldByChild(path: string): Promise<ChildProcess> {
  const lock = import.meta.resolve('@fleet-auditor/adapters/store/embedded/folder-lock.ts')
  const program = `const { lockFolder } = await import('${lock}')
await lockFolder(${JSON.stringify(path)})
process.stdout.write('held')
setInterval(() => {}, 1000)`
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await once(child.stdout, 'data')
  return child
}

async function deadPid(): Promise<number> {
  const child = spawn('true')
  await once(child, 'exit')
  return child.pid ?? 0
}
