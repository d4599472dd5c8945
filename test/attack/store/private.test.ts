import { chmod, mkdtemp, readdir, readFile, readlink, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { openEmbeddedStore } from '@fleet-auditor/adapters/store/embedded/embedded.ts'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { homeFolder } from '../../cli/setup/home-folder.ts'
import { startServing } from '../../cli/setup/start-serving.ts'
import { fixedNow } from '../../store/contract/store-bench.ts'
import { cluster, finding, opened, record, run } from '../../store/records.ts'

let parent = ''
beforeEach(async () => void (parent = await mkdtemp(join(tmpdir(), 'private-'))))
afterEach(() => rm(parent, { recursive: true }))

/** Ports and Unix sockets that a process listens on (proc(5): state 0A, flag 10000). */
async function listeningOf(pid: number | 'self'): Promise<string[]> {
  const links = await Promise.all(
    (await readdir(`/proc/${pid}/fd`)).map((fd) => readlink(`/proc/${pid}/fd/${fd}`).catch(() => 'closed meanwhile')),
  )
  const own = new Set(links.flatMap((link) => /^socket:\[(\d+)\]$/.exec(link)?.[1] ?? []))
  const rows = async (table: string): Promise<string[][]> =>
    (await readFile(`/proc/${pid}/net/${table}`, 'utf8'))
      .split('\n')
      .slice(1)
      .map((line) => line.trim().split(/\s+/))
  const ports = [...(await rows('tcp')), ...(await rows('tcp6'))]
    .filter(([, , , state, , , , , , inode = '']) => state === '0A' && own.has(inode))
    .map(([, address = '']) => `port ${Number.parseInt(address.split(':')[1] ?? '', 16)}`)
  const sockets = (await rows('unix'))
    .filter(([, , , flags = '', , , inode = '']) => (Number.parseInt(flags, 16) & 0x10000) !== 0 && own.has(inode))
    .map((row) => `socket ${row[7] ?? ''}`)
  return [...ports, ...sockets].toSorted()
}

describe.runIf(process.platform === 'linux')('a store that is open', () => {
  it('listens on no port and no socket', async () => {
    const before = await listeningOf('self')
    const store = await openEmbeddedStore({ folder: join(parent, 'data'), now: fixedNow })
    await store.openRun(run(1))
    expect(await listeningOf('self')).toEqual(before)
    await store.close()
  })

  it('in serve listens on the port of the API alone', async () => {
    await using home = await homeFolder()
    const fleet = await home.write('fleet.yaml', 'sources: {kubeconfig: [{contexts: ["*"]}]}\n')
    await using serving = await startServing(home.home, ['--fleet', fleet, '--every', 'never'])
    expect(await listeningOf(serving.pid)).toEqual([`port ${new URL(serving.url).port}`])
  })
})

describe.runIf(process.platform !== 'win32')('the folder of a store, whatever the umask,', () => {
  it.each([
    ['that it makes', undefined],
    ['that was there and open to all', 0o777],
  ])('%s is its user’s alone, with every file in it', async (_, mode) => {
    const folder = mode === undefined ? join(parent, 'new') : parent
    if (mode !== undefined) await chmod(parent, mode)
    const mask = process.umask(0)
    try {
      const store = await openEmbeddedStore({ folder, now: fixedNow })
      await store.recordAudit(record(cluster('a'), 1, { changes: [opened(finding('f1'))] }))
      const names = await readdir(folder)
      expect(names).toEqual(expect.arrayContaining(['commits', 'holder', 'lock', 'store.db', 'store.db-wal']))
      const modes = await Promise.all(['.', ...names].map((name) => modeOf(join(folder, name))))
      expect(modes).toEqual(['700', ...names.map(() => '600')])
      await store.close()
    } finally {
      process.umask(mask)
    }
  })
})

const modeOf = async (path: string): Promise<string> => ((await stat(path)).mode & 0o777).toString(8)
