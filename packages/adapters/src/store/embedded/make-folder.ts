import { existsSync } from 'node:fs'
import { mkdir, stat } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'

/**
 * Makes a folder and what is missing above it. Node's own recursive mkdir tries for ever where the system answers
 * ENOENT though the parent is there, as it does under /proc.
 */
export async function makeFolder(folder: string): Promise<void> {
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
