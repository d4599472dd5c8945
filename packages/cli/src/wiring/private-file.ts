import { randomUUID } from 'node:crypto'
import { realpath, rename, rm, stat, writeFile } from 'node:fs/promises'

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

function absent(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error
}
