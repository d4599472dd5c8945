import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { DeleteCommand, DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb'
import { startDynalite } from '@fleet-auditor/adapters/store/embedded/dynalite-server.ts'
import { openEmbeddedStore } from '@fleet-auditor/adapters/store/embedded/embedded.ts'
import { folderFailure } from '@fleet-auditor/adapters/store/embedded/folder-failure.ts'
import { lockFolder } from '@fleet-auditor/adapters/store/embedded/folder-lock.ts'
import { createClient } from '@fleet-auditor/adapters/store/table/client.ts'
import { storedFormat } from '@fleet-auditor/adapters/store/table/format.ts'
import { formatKey } from '@fleet-auditor/adapters/store/table/keys.ts'
import type { Store } from '@fleet-auditor/audit/ports/store.ts'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { fixedNow } from '../contract/store-bench.ts'
import { cluster, finding, opened, record, run } from '../records.ts'

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
    expect((await readdir(folder)).toSorted()).toEqual(['data', 'lock'])
    await Promise.all([store.close(), store.close()])
    expect((await readdir(folder)).toSorted()).toEqual(['clean', 'data', 'lock'])
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
    ['before the copy was whole', async () => mkdir(join(folder, 'data.rebuilt'))],
    [
      'between the two renames',
      async () => {
        await rename(join(folder, 'data'), join(folder, 'data.rebuilt'))
        await mkdir(join(folder, 'data.damaged'))
      },
    ],
    ['before the damaged one was removed', async () => mkdir(join(folder, 'data.damaged'))],
  ])('survives a kill during a rebuild, %s', async (_, interrupt) => {
    const store = await open()
    await store.recordAudit(first)
    await store.close()
    await rm(join(folder, 'clean'))
    await interrupt()
    const again = await open()
    await expectFirst(again)
    await again.close()
    expect((await readdir(folder)).toSorted()).toEqual(['clean', 'data', 'lock'])
  })

  it('is rebuilt where the first start was killed before its table was made', async () => {
    await mkdir(join(folder, 'data'), { recursive: true })
    const store = await open()
    await store.recordAudit(first)
    await expectFirst(store)
    await store.close()
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
    await mkdir(join(folder, 'lock'), { recursive: true })
    await writeFile(join(folder, 'lock', 'holder'), await holder())
    const store = await open()
    expect(JSON.parse(await readFile(join(folder, 'lock', 'holder'), 'utf8'))).toMatchObject({ pid: process.pid })
    await store.close()
  })

  it('in use is refused though its holder has not written its name yet', async () => {
    const unlock = await lockFolder(await made(folder))
    await rm(join(folder, 'lock', 'holder'))
    await expect(open()).rejects.toThrow('in use by another process')
    await unlock()
    await (await open()).close()
  })

  it('is unlocked by the death of a process that held it, however it died', async () => {
    const holder = await heldByChild(await made(folder))
    await expect(open()).rejects.toThrow(`in use by process ${holder.pid} on ${hostname()}`)
    holder.kill('SIGKILL')
    await once(holder, 'exit')
    await (await open()).close()
  })

  it('is opened though the files of its lock are damaged', async () => {
    await (await open()).close()
    await writeFile(join(folder, 'lock', 'CURRENT'), 'nonsense')
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
    expect((await readdir(folder)).toSorted()).toEqual(['clean', 'data', 'lock'])
    await putFormat(storedFormat)
    const again = await open()
    await expectFirst(again)
    await again.close()
  })

  it('of another format is not rebuilt, however its last process ended', async () => {
    const store = await open()
    await store.recordAudit(first)
    await store.close()
    await putFormat(storedFormat + 1)
    await rm(join(folder, 'clean'))
    await expect(open()).rejects.toMatchObject({ code: 'store', details: { place: folder } })
    expect((await readdir(folder)).toSorted()).toEqual(['data', 'lock'])
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

  it('whose files are damaged is refused, not replaced by an empty one', async () => {
    const store = await open()
    await store.recordAudit(first)
    await store.close()
    await writeFile(join(folder, 'data', 'CURRENT'), 'nonsense')
    await expect(open()).rejects.toMatchObject({
      code: 'store',
      message: 'the files of the data folder are damaged',
      details: { place: folder },
    })
    expect(await readdir(folder)).toContain('data')
  })
})

describe('a failure of the folder', () => {
  it.each([
    [Object.assign(new Error('no space left on device'), { code: 'ENOSPC' }), 'the disk of the data folder is full'],
    [new Error('IO error: /x/000003.log: No space left on device'), 'the disk of the data folder is full'],
    [
      new Error('put', { cause: new Error('IO error: File too large') }),
      'a file of the data folder may not grow any more',
    ],
    [Object.assign(new Error('permission denied'), { code: 'EACCES' }), 'the data folder cannot be written'],
    [Object.assign(new Error('read-only'), { code: 'EROFS' }), 'the data folder cannot be written'],
    [
      new Error('IO error: lock /x/LOCK: Resource temporarily unavailable'),
      'the data folder is in use by another process',
    ],
    [new Error('boom'), 'the embedded database failed: boom'],
  ])('is reported for: %s', (error, message) => {
    expect(folderFailure(error, '/x')).toMatchObject({ code: 'store', message, details: { place: '/x' } })
  })
})

/** Gives the database of the closed folder another format, or none. */
async function putFormat(format: number | undefined): Promise<void> {
  const server = await startDynalite(join(folder, 'data'))
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' }
  const client = createClient({ endpoint: server.endpoint, region: 'local', credentials })
  const row = { TableName: 'fleet', Key: formatKey }
  const documents = DynamoDBDocumentClient.from(client)
  if (format === undefined) await documents.send(new DeleteCommand(row))
  else await documents.send(new PutCommand({ TableName: 'fleet', Item: { ...formatKey, format } }))
  client.destroy()
  await server.close()
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
