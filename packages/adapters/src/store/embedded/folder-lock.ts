import { link, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { randomUUID } from 'node:crypto'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import { z } from 'zod'

const Holder = z.object({
  pid: z.number().int(),
  host: z.string(),
  /** When the process started, in the kernel's own words: a pid alone is given out again. Linux only. */
  started: z.string().optional(),
})
type Holder = z.infer<typeof Holder>

const attempts = 5

/**
 * Keeps a second process out of the data folder. The lock of a process that died is taken over; on another host
 * nobody can tell, and the lock holds. Returns what releases it.
 */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  const lock = join(folder, 'lock')
  const own = join(folder, `lock.${randomUUID()}`)
  const started = await processStart(process.pid)
  const self: Holder = { pid: process.pid, host: hostname(), started }
  await writeFile(own, JSON.stringify(self))
  try {
    for (let attempt = 0; attempt < attempts; attempt += 1) {
      if (await linked(own, lock)) return () => rm(lock, { force: true })
      await removeDead(lock)
    }
    throw lockedError(lock, await textOf(lock))
  } finally {
    await rm(own, { force: true })
  }
}

/** A link appears whole or not at all: nobody ever reads a lock without its holder. */
async function linked(own: string, lock: string): Promise<boolean> {
  try {
    await link(own, lock)
    return true
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false
    throw error
  }
}

/** Moves a dead process' lock away; where a living one slipped in meanwhile, its lock is put back. */
async function removeDead(lock: string): Promise<void> {
  const held = await textOf(lock)
  if (held === undefined) return
  if (await isAlive(held)) throw lockedError(lock, held)
  const moved = `${lock}.${randomUUID()}`
  try {
    await rename(lock, moved)
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return
    throw error
  }
  if ((await textOf(moved)) !== held) await linked(moved, lock)
  await rm(moved, { force: true })
}

async function isAlive(held: string): Promise<boolean> {
  const holder = parseHolder(held)
  if (!holder || holder.host !== hostname()) return true
  try {
    process.kill(holder.pid, 0)
  } catch (error) {
    if (codeOf(error) === 'ESRCH') return false
  }
  return holder.started === undefined || holder.started === (await processStart(holder.pid))
}

function lockedError(lock: string, held: string | undefined): AuditorError {
  const holder = held === undefined ? undefined : parseHolder(held)
  const who = holder ? `process ${holder.pid} on ${holder.host}` : 'another process'
  return new AuditorError('store', `the data folder is in use by ${who}`, {
    place: lock,
    remedy: 'wait until it ends or choose another folder with --data; if no such process exists, delete this file',
  })
}

function parseHolder(text: string): Holder | undefined {
  try {
    return Holder.parse(JSON.parse(text))
  } catch {
    return undefined // not ours to judge: held by somebody unknown
  }
}

/** Field 22 of /proc/<pid>/stat; it follows the name, which may hold spaces and brackets. */
async function processStart(pid: number): Promise<string | undefined> {
  const stat = await textOf(`/proc/${pid}/stat`)
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19]
}

async function textOf(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ESRCH') return undefined
    throw error
  }
}

const codeOf = (error: unknown): unknown =>
  typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined
