import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import { ClassicLevel } from 'classic-level'
import { z } from 'zod'

/** Who has the lock, for messages: the lock itself is LevelDB's. */
const Holder = z.object({ pid: z.number().int(), host: z.string() })
type Holder = z.infer<typeof Holder>

/**
 * Keeps a second process out of the data folder by the lock of an empty LevelDB in `lock/`: the kernel ends it with its
 * process, however that ends, so that no stale lock is ever left. The database itself cannot hold it: its folder is
 * renamed when it is rebuilt. Returns what releases the lock; the files stay, for removing them would let two in.
 */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  const place = join(folder, 'lock')
  const holderFile = join(place, 'holder')
  await mkdir(place, { recursive: true })
  const level = new ClassicLevel(place)
  try {
    await level.open().catch((error: unknown) => openAfresh(level, error))
  } catch (error) {
    if (isLocked(error)) throw inUse(place, await readHolder(holderFile))
    throw error
  }
  const self: Holder = { pid: process.pid, host: hostname() }
  await writeFile(holderFile, JSON.stringify(self))
  return () => level.close()
}

/** A power cut may damage even files that hold nothing; destroying them takes the same lock. */
async function openAfresh(level: ClassicLevel, error: unknown): Promise<void> {
  if (isLocked(error)) throw error
  await ClassicLevel.destroy(level.location)
  await level.open()
}

const isLocked = (error: unknown): boolean =>
  error instanceof Error && error.cause instanceof Error && 'code' in error.cause && error.cause.code === 'LEVEL_LOCKED'

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
