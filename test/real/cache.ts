import { createHash, randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'

export const repositoryRoot = join(import.meta.dirname, '../..')

/** What a part is built from, and how. `build` fills an empty folder that is moved into place when it is whole. */
export type Recipe = {
  readonly part: string
  /** Everything that decides the outcome: versions, lock files, sources. Another list is another folder. */
  readonly madeFrom: readonly string[]
  readonly build: (folder: string) => Promise<void>
}

export function cacheRoot(environment: NodeJS.ProcessEnv = process.env): string {
  return resolve(repositoryRoot, environment['FLEET_AUDITOR_CACHE'] ?? '.cache')
}

/** The folder of a built part: the cached one, or a new one. An interrupted build leaves no folder of that name. */
export async function built(recipe: Recipe): Promise<string> {
  const folder = join(cacheRoot(), `${recipe.part}-${keyOf(recipe)}`)
  if (existsSync(folder)) return folder
  const unfinished = `${folder}.${randomUUID()}.unfinished`
  await mkdir(unfinished, { recursive: true })
  try {
    await recipe.build(unfinished)
    await moveInto(unfinished, folder)
  } finally {
    await rm(unfinished, { recursive: true, force: true })
  }
  return folder
}

function keyOf(recipe: Recipe): string {
  const parts = [process.platform, process.arch, ...recipe.madeFrom]
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 16)
}

async function moveInto(unfinished: string, folder: string): Promise<void> {
  try {
    await rename(unfinished, folder)
  } catch (error) {
    // another process built the same part meanwhile: its folder is as good
    if (!existsSync(folder)) throw error
  }
}
