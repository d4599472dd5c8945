import { existsSync } from 'node:fs'
import { access, chmod, constants, lstat, mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import { unreleased } from '../table/format.ts'
import { folderFailure } from './folder-failure.ts'
import { lockFolder, type FolderLock } from './folder-lock.ts'

/** A data folder that is this process's alone until it is released. */
export interface DataFolder extends FolderLock {
  /** SQLite's file; its log lies beside it as `store.db-wal`. */
  readonly database: string
  /** How many commits the database has seen. */
  readonly counter: string
}

export const wayOut = 'move or remove the folder, or choose another one with --data'

const names = { database: 'store.db', counter: 'commits', lock: 'lock', holder: 'holder' } as const
/** Beside them the demonstration has its folder here. */
const own: ReadonlySet<string> = new Set(Object.values(names))
/** SQLite's logs are named for their file. */
const isOwn = (name: string): boolean => name === 'demonstration' || own.has(name.replace(/-(wal|journal)$/, ''))

/** What a first start of an auditor that was never released left when it died: nothing that anyone misses. */
const isStray = ({ name, size, isFile }: Entry): boolean =>
  isFile && (/^lock\.[\w-]+$/.test(name) || (name === 'format' && size === 0))
/** What an auditor left that was never released: folders of another database. */
const isUnreleased = ({ name, isFile }: Entry): boolean =>
  ['data', 'data.rebuilt', 'format', 'clean'].includes(name) || (name === names.lock && !isFile)

interface Entry {
  readonly name: string
  readonly size: number
  readonly isFile: boolean
}

/**
 * Makes the folder where there is none; it and its files are this user's alone, whatever the umask. With `existing` one
 * without a store is refused and stays as it is: a typo in its name would read as a fleet without findings.
 */
export async function openDataFolder(folder: string, existing = false): Promise<DataFolder> {
  try {
    if (existing && !existsSync(join(folder, names.database))) await refuseEmpty(folder)
    await makeFolder(folder)
    await access(folder, constants.R_OK | constants.W_OK | constants.X_OK)
    await claim(folder)
    const lock = await lockFolder(folder)
    const paths = { database: join(folder, names.database), counter: join(folder, names.counter) }
    try {
      // the counter first: a database with commits and no counter has lost it
      for (const path of [paths.counter, paths.database]) {
        if (!existsSync(path)) await writeFile(path, '', { mode: 0o600, flag: 'wx' })
      }
      return { ...paths, ...lock }
    } catch (error) {
      await lock.release({ closed: lock.wasClosed })
      throw error
    }
  } catch (error) {
    throw folderFailure(error, folder)
  }
}

/** What lost its database, is in use, or is of another format has a refusal of its own. */
async function refuseEmpty(folder: string): Promise<void> {
  if (existsSync(folder)) {
    if (!(await stat(folder)).isDirectory()) return
    const entries = await Promise.all(
      (await readdir(folder)).map(async (name) => ({ name, ...(await kindOf(join(folder, name))) })),
    )
    if (entries.some((entry) => own.has(entry.name) || isUnreleased(entry))) return
  }
  throw new AuditorError('usage', 'there is no store in this folder: no audit has written one', {
    place: folder,
    remedy: 'name the folder of an audit with --data, or write one with: fleet-auditor audit',
  })
}

/** Refuses a folder that is another user's, or of another auditor; tightens and cleans this one. */
async function claim(folder: string): Promise<void> {
  const { uid, mode } = await stat(folder)
  if (process.getuid && uid !== process.getuid()) throw foreign(folder)
  const files = await Promise.all(
    (await readdir(folder)).map(async (name) => ({ name, ...(await kindOf(join(folder, name))) })),
  )
  const rest = files.filter((file) => !isStray(file))
  if (rest.some(isUnreleased)) throw unreleased({ place: folder, wayOut })
  const isOpen = (mode & 0o077) !== 0
  if (isOpen && rest.some(({ name }) => !isOwn(name))) throw shared(folder)
  if (isOpen) await chmod(folder, 0o700)
  for (const { name } of files.filter(isStray)) await rm(join(folder, name))
  for (const { name, isFile } of rest) if (isFile && isOwn(name)) await chmod(join(folder, name), 0o600)
}

async function kindOf(path: string): Promise<Omit<Entry, 'name'>> {
  const found = await lstat(path)
  return { size: found.size, isFile: found.isFile() }
}

const foreign = (folder: string): AuditorError =>
  new AuditorError('store', 'the data folder belongs to another user, who could read all that is stored', {
    place: folder,
    remedy:
      'choose a folder with --data that is not there yet, in this one for example, or make it this user’s (chown)',
  })

/** Closing a folder with files of others would take them from their readers. */
const shared = (folder: string): AuditorError =>
  new AuditorError('store', 'the data folder is open to other users and holds files that are not the auditor’s', {
    place: folder,
    remedy: 'choose a folder with --data that is not there yet, in this one for example, or close it (chmod 700)',
  })

/**
 * Makes a folder and what is missing above it. Node's own recursive mkdir never ends where the system answers
 * ENOENT though the parent is there, as it does under /proc.
 */
async function makeFolder(folder: string): Promise<void> {
  const missing: string[] = []
  for (let at = dirname(resolve(folder)); !existsSync(at) && at !== dirname(at); at = dirname(at)) missing.push(at)
  for (const each of missing.toReversed()) await makeOne(each)
  await makeOne(folder, 0o700)
}

async function makeOne(folder: string, mode?: number): Promise<void> {
  try {
    await mkdir(folder, { mode })
  } catch (error) {
    if (!existsSync(folder) || !(await stat(folder)).isDirectory()) throw error
  }
}
