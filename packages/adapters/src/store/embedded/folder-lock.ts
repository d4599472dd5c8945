import { existsSync } from 'node:fs'
import { readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import { z } from 'zod'
import { sqliteFault } from './folder-failure.ts'

/** Who has the lock, for messages: the lock itself is SQLite's. */
const Holder = z.object({ pid: z.number().int(), host: z.string() })
type Holder = z.infer<typeof Holder>

export interface FolderLock {
  /** The last holder had written everything it had begun; else it was killed, or failed. */
  readonly wasClosed: boolean
  /** `closed`: so has this one. */
  readonly release: (end: { readonly closed: boolean }) => Promise<void>
}

/**
 * Keeps a second process out of the data folder by the lock of an empty SQLite file: the kernel ends it with its process,
 * however that ends, so that no stale lock is ever left. Not by the lock of the database itself, which may be damaged.
 * The file stays when the lock is released, for removing it would let two in.
 */
export async function lockFolder(folder: string): Promise<FolderLock> {
  const place = join(folder, 'lock')
  const holderFile = join(folder, 'holder')
  const lock = await exclusive(place, holderFile)
  // a holder that ended in order took its name away
  const wasClosed = !existsSync(holderFile)
  const self: Holder = { pid: process.pid, host: hostname() }
  await writeFile(holderFile, JSON.stringify(self), { mode: 0o600 })
  return {
    wasClosed,
    release: async ({ closed }) => {
      if (closed) await rm(holderFile, { force: true })
      lock.close()
    },
  }
}

async function exclusive(place: string, holderFile: string): Promise<DatabaseSync> {
  if (!existsSync(place)) await makeEmpty(place)
  const lock = new DatabaseSync(place)
  try {
    lock.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE')
    return lock
  } catch (error) {
    lock.close()
    if (sqliteFault(error) === 'busy') throw inUse(place, await readHolder(holderFile))
    if (sqliteFault(error) !== 'damaged') throw error
    // a power cut may damage even a file that holds nothing
    await truncate(place)
    return await exclusive(place, holderFile)
  }
}

/** Never over one that is there: closing any handle on it would end this process's lock. */
async function makeEmpty(place: string): Promise<void> {
  try {
    await writeFile(place, '', { mode: 0o600, flag: 'wx' })
  } catch (error) {
    if (!existsSync(place)) throw error
  }
}

function inUse(place: string, holder: Holder | undefined): AuditorError {
  const who = holder ? `process ${holder.pid} on ${holder.host}` : 'another process'
  return new AuditorError('store', `the data folder is in use by ${who}`, {
    place,
    remedy: 'wait until it ends or choose another folder with --data',
  })
}

/** `undefined`: the holder has not written it yet. */
async function readHolder(file: string): Promise<Holder | undefined> {
  try {
    return Holder.parse(JSON.parse(await readFile(file, 'utf8')))
  } catch {
    return undefined // it only names the process in the message
  }
}
