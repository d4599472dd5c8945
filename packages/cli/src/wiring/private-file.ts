import { randomUUID } from 'node:crypto'
import { access, constants, realpath, rename, rm, stat, writeFile } from 'node:fs/promises'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'

/**
 * Writes a file that only its owner may read, whole or not at all: beside it first, then in its place. A pipe or device
 * (`/dev/stdout`) is written as it is. Throws the errors of the system.
 */
export async function writePrivateFile(file: string, text: string): Promise<void> {
  const found = await stat(file).catch(absent)
  if (found && !found.isFile()) return writeFile(file, text)
  // Through a symbolic link the file is replaced, not the link.
  const target = found ? await realpath(file) : file
  const temporary = `${target}.${randomUUID()}.tmp`
  try {
    await writeFile(temporary, text, { mode: 0o600, flag: 'wx', flush: true })
    await rename(temporary, target)
  } catch (error) {
    await rm(temporary, { force: true })
    throw error
  }
}

/** Throws what `writePrivateFile` would throw now: a file of an hour's work has a place before the work begins. */
async function tryPrivateFile(file: string): Promise<void> {
  const found = await stat(file).catch(absent)
  if (found?.isDirectory()) throw new Error('it is a folder')
  if (found && !found.isFile()) return access(file, constants.W_OK)
  const temporary = `${found ? await realpath(file) : file}.${randomUUID()}.tmp`
  try {
    await writeFile(temporary, '', { mode: 0o600, flag: 'wx' })
  } finally {
    await rm(temporary, { force: true })
  }
}

/** The same for the file of `--output`. Throws AuditorError `config`. */
export async function requireWritable(file: string): Promise<void> {
  await tryPrivateFile(file).catch((cause: NodeJS.ErrnoException) => {
    const message =
      cause.code === 'ENOENT' ? 'its folder does not exist' : `the file cannot be written: ${cause.message}`
    throw new AuditorError('config', message, {
      place: `--output ${file}`,
      remedy: 'name a file in a folder that exists and that you may write',
      cause,
    })
  })
}

function absent(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error
}
