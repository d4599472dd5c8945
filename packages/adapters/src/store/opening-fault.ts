import { createRequire } from 'node:module'

interface LevelModule {
  readonly Level: new (path: string) => { open(): Promise<void>; close(): Promise<void> }
}

/**
 * Why the files of the embedded database cannot be opened: dynalite itself says no more than that its database is
 * closed. Asked only when it failed, of the very LevelDB that dynalite uses.
 */
export async function openingFault(path: string): Promise<unknown> {
  const { Level }: LevelModule = createRequire(import.meta.resolve('dynalite'))('level')
  const level = new Level(path)
  try {
    await level.open()
    await level.close()
    return undefined
  } catch (error) {
    return error
  }
}
