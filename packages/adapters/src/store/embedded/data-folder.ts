import { existsSync } from 'node:fs'
import { access, constants, rename, rm, writeFile, mkdir, stat } from 'node:fs/promises'
import { join, dirname, resolve } from 'node:path'
import { folderFailure } from './folder-failure.ts'
import { lockFolder } from './folder-lock.ts'

/** A data folder that is ours alone until it is released. */
export interface DataFolder {
  /** The LevelDB folder. */
  readonly database: string
  /** Where a rebuilt database grows before it takes the place of the damaged one. */
  readonly rebuilt: string
  /** The last one to use it closed it; else its indexes cannot be trusted. */
  readonly clean: boolean
  /** Puts the rebuilt database in the place of the damaged one. */
  readonly replace: () => Promise<void>
  /** `clean`: everything was written, the next start need not look. */
  readonly release: (end: { readonly clean: boolean }) => Promise<void>
}

/** `data/` the database, `clean` where it was closed, `lock/` what keeps others out. The format is a row of the database. */
export async function openDataFolder(folder: string): Promise<DataFolder> {
  try {
    await makeFolder(folder)
    await access(folder, constants.R_OK | constants.W_OK | constants.X_OK)
    const unlock = await lockFolder(folder)
    try {
      return await claimPass(folder, unlock)
    } catch (error) {
      await unlock()
      throw error
    }
  } catch (error) {
    throw folderFailure(error, folder)
  }
}

async function claimPass(folder: string, unlock: () => Promise<void>): Promise<DataFolder> {
  const database = join(folder, 'data')
  const rebuilt = join(folder, 'data.rebuilt')
  const damaged = join(folder, 'data.damaged')
  // died between the two renames of a replacement: the rebuilt one is whole
  if (!existsSync(database) && existsSync(damaged)) await rename(rebuilt, database)
  await rm(rebuilt, { recursive: true, force: true })
  await rm(damaged, { recursive: true, force: true })
  const marker = join(folder, 'clean')
  const clean = existsSync(marker) || !existsSync(database)
  await rm(marker, { force: true })
  return {
    database,
    rebuilt,
    clean,
    replace: async () => {
      await rename(database, damaged)
      await rename(rebuilt, database)
      await rm(damaged, { recursive: true, force: true })
    },
    release: async (end) => {
      if (end.clean) await writeFile(marker, '')
      await unlock()
    },
  }
}

/**
 * Makes a folder and what is missing above it. Node's own recursive mkdir never ends where the system answers
 * ENOENT though the parent is there, as it does under /proc.
 */
async function makeFolder(folder: string): Promise<void> {
  const missing: string[] = []
  for (let at = dirname(resolve(folder)); !existsSync(at) && at !== dirname(at); at = dirname(at)) missing.push(at)
  for (const each of [...missing.toReversed(), folder]) await makeOne(each)
}

async function makeOne(folder: string): Promise<void> {
  try {
    await mkdir(folder)
  } catch (error) {
    if (!existsSync(folder) || !(await stat(folder)).isDirectory()) throw error
  }
}
